/* Templates: HTML files a designer can edit, compiled once, with no logic and no raw
 * hole.
 *
 *   {{name}}                 a value, escaped for the place it stands in
 *   {{#list}}…{{/list}}      once per item; a true value once; inside, the item's
 *                            names first, then those outside
 *   {{^list}}…{{/list}}      when the list is empty or the value missing
 *   {{.}}                    the item itself, in a list of plain texts
 *   {{>part}}                another template
 *   {{@key}}                 a sentence of the catalogue, in the page's language
 *   {{!-- … --}}             a note to designers, dropped
 *
 * A line that holds only sections, parts and notes leaves no line behind.
 *
 * The compiler follows the HTML around each hole and fixes its escaping once:
 * element text, quoted attribute, address from its start, part of an address. A hole
 * in a script, style, comment, tag or attribute name, unquoted attribute or on*
 * attribute is refused with file, line and column; one exception is a whole JSON
 * document in <script type="application/ld+json">, which never runs. A section ends in
 * the place in HTML it began in; it may also stand between attributes. SVG enters only
 * as struct svg, which only a painter makes, and only into element text. Templates are
 * XML-clean. */
#ifndef CIFRA_SITE_TEMPLATE_H
#define CIFRA_SITE_TEMPLATE_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "render/paint.h"
#include "site/catalogue.h"

/* What a template may look at: names with values, made by a page, living in an
 * arena. Setting a name again replaces it. Strings are borrowed. */
struct view;

struct view *view_new(struct arena *arena);
/* NULL counts as the empty text, which a section takes for false. */
void view_text(struct view *view, const char *name, const char *value);
void view_flag(struct view *view, const char *name, bool value);
void view_svg(struct view *view, const char *name, struct svg svg);
/* A new item at the end of a list, to be filled. */
struct view *view_item(struct view *view, const char *list);
/* A new item that is a plain text: {{.}} inside the section. */
void view_list_text(struct view *view, const char *list, const char *value);

struct templates;

/* Compile every *.html of a folder, once for each language, with that language's
 * sentences inside. For a template `name`, `name.<tag>.html` stands in for it in that
 * language; where it is of the first language only, the others show that one, marked
 * with its tag. Lives in the arena; read-only afterwards, so any number of threads may
 * render at once. Errors read "templates/place.html:12:7: why". */
bool templates_load(struct arena *arena, const char *folder,
                    const struct languages *languages,
                    struct catalogue *const *catalogues, struct templates **out,
                    struct error *err);

/* Append the page in the catalogue's language, or nothing. A name that the view does
 * not hold is an error that names the template and the hole: a silent hole is a bug. (A
 * section over a missing name is fine.) */
bool template_render(const struct templates *templates, const char *name,
                     const struct catalogue *catalogue, const struct view *view,
                     struct buffer *out, struct error *err);

#endif
