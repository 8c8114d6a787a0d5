/* Names in datasets, in the edition's first language. */
#ifndef CIFRA_SITE_LABEL_H
#define CIFRA_SITE_LABEL_H

#include "base/buffer.h"
#include "transform/lists.h"

/* A modality says nothing without its offence: "Homicidio doloso: Con arma blanca". */
void label_offence(struct buffer *out, const struct lists *lists,
                   struct offence_id offence);

#endif
