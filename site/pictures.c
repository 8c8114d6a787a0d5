#include "site/pictures.h"

#include "render/paint.h"
#include "render/picture.h"

bool put_png(struct tree *tree, const char *path, const struct scene *scene,
             double scale, struct error *err)
{
    struct buffer out = {0};
    struct sha256 made_of;
    bool good = (picture_made_of(scene, "png", scale, &made_of) &&
                 tree_take_over(tree, path, &made_of)) ||
                (paint_png(scene, scale, &out, err) &&
                 tree_put(tree, path, buffer_all(&out), err));
    buffer_free(&out);
    return good;
}

bool put_pdf(struct tree *tree, const char *path, const struct scene *scene,
             struct error *err)
{
    struct buffer out = {0};
    struct sha256 made_of;
    bool good =
        (picture_made_of(scene, "pdf", 1, &made_of) &&
         tree_take_over(tree, path, &made_of)) ||
        (paint_pdf(scene, &out, err) && tree_put(tree, path, buffer_all(&out), err));
    buffer_free(&out);
    return good;
}
