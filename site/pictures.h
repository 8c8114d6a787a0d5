/* Pictures among the published files. Painting is much of a build's work: one that
 * would come out as in the edition before is taken over. */
#ifndef CIFRA_SITE_PICTURES_H
#define CIFRA_SITE_PICTURES_H

#include "render/scene.h"
#include "site/tree.h"

/* Like paint_png() and paint_pdf(), into the tree. */
bool put_png(struct tree *tree, const char *path, const struct scene *scene,
             double scale, struct error *err);
bool put_pdf(struct tree *tree, const char *path, const struct scene *scene,
             struct error *err);

#endif
