/* The style sheet that turns roles into colours. It is put together by the
 * preprocessor from the palette, so that pages, standalone files and the cairo
 * painter cannot drift apart. Every rule is below .chart: it cannot leak. */
#include "render/paint.h"
#include "render/palette.h"

#define LIGHT(role, name, light, dark) "--c-" name ":" light ";"
#define DARK(role, name, light, dark) "--c-" name ":" dark ";"
#define FILL(role, name, light, dark) ".chart .f-" name "{fill:var(--c-" name ")}\n"
#define LINE(role, name, light, dark) ".chart .l-" name "{stroke:var(--c-" name ")}\n"

/* Forced colours: words and rules take the reader's own, the place in question
 * the highlight. Map classes keep their hue: a ramp of one colour says nothing. */
#define FORCED                                                                         \
    "--c-paper:Canvas;--c-ink:CanvasText;--c-quiet:CanvasText;--c-rule:CanvasText;"    \
    "--c-grid:GrayText;--c-context:GrayText;--c-missing:GrayText;"                     \
    "--c-withheld:CanvasText;"                                                         \
    "--c-1:Highlight;--c-faint:GrayText;--c-2:LinkText;--c-3:CanvasText;"              \
    "--c-4:VisitedText;--c-5:CanvasText;"

static const char STYLE[] = ".chart{" PALETTE_ROLES(
    LIGHT) "display:block;max-width:100%;height:auto;stroke-linejoin:round;"
           "font-family:system-ui,-apple-system,\"Segoe UI\",Roboto,\"Liberation "
           "Sans\","
           "Arial,sans-serif;font-variant-numeric:tabular-nums}\n" PALETTE_ROLES(FILL)
               PALETTE_ROLES(
                   LINE) ".chart .p{opacity:.5}\n"
                         ".chart .b{font-weight:650}\n"
                         ".chart "
                         ".h{paint-order:stroke;stroke:var(--c-paper);stroke-width:3."
                         "5px}\n"
                         ".chart .t{pointer-events:all}\n"
                         ".chart a:hover .t{fill:var(--c-ink);fill-opacity:.07}\n"
                         ".chart a:hover path{stroke:var(--c-ink)}\n"
                         ".chart a:focus-visible{outline:3px solid "
                         "var(--c-ink);outline-offset:2px}\n"
                         ".chart a:focus-visible "
                         "path{stroke:var(--c-ink);stroke-width:2.5}\n"
                         "@media screen and "
                         "(prefers-color-scheme:dark){.chart{" PALETTE_ROLES(
                             DARK) "}}\n"
                                   "@media (forced-colors:active){.chart{" FORCED "}\n"
                                   ".chart .f-grid,.chart .l-grid{opacity:.35}}\n"
                                   "@media "
                                   "print{.chart{--c-paper:#fff;print-color-adjust:"
                                   "exact;"
                                   "-webkit-print-color-adjust:exact}}\n";

struct text paint_style(void) { return (struct text){STYLE, sizeof STYLE - 1}; }
