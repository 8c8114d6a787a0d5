#include "site/embed.h"

#include "render/svg_write.h"
#include "site/blocks.h"

#include <math.h>

enum { FRAME_HEIGHT = 900 };

static const char *finish(const struct page *page, struct buffer *out)
{
    const char *html = arena_copy(page->arena, buffer_all(out)).at;
    buffer_free(out);
    return html;
}

static const char *address(const struct page *page, const char *file)
{
    return arena_format(page->arena, "%s%s/%s", page->site->config->base_url,
                        page->folder, file);
}

const char *embed_picture(const struct page *page, const char *file,
                          const struct chart_frame *frame, const struct scene *scene)
{
    struct buffer out = {0};
    if (!*page->site->config->base_url)
        return "";
    const char *words = frame->title;
    if (frame->subtitle && *frame->subtitle)
        words = arena_format(page->arena, "%s. %s", words, frame->subtitle);
    buffer_string(&out, "<a");
    svg_attribute(&out, "href", address(page, ""));
    buffer_string(&out, "><img");
    svg_attribute(&out, "src", address(page, file));
    svg_attribute(&out, "alt", say_if_synthetic(page, words));
    buffer_format(&out,
                  " width=\"%.0f\" height=\"%.0f\" "
                  "style=\"max-width:100%%;height:auto\" loading=\"lazy\"></a>",
                  ceil(scene->width), ceil(scene->height));
    return finish(page, &out);
}

const char *embed_frame(const struct page *page)
{
    struct buffer out = {0};
    if (!*page->site->config->base_url)
        return "";
    buffer_string(&out, "<iframe");
    svg_attribute(&out, "src", address(page, ""));
    svg_attribute(&out, "title", say_if_synthetic(page, page->heading));
    buffer_format(&out,
                  " width=\"100%%\" height=\"%d\" style=\"border:0\" "
                  "loading=\"lazy\"></iframe>",
                  FRAME_HEIGHT);
    return finish(page, &out);
}
