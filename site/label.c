#include "site/label.h"

void label_offence(struct buffer *out, const struct lists *lists,
                   struct offence_id offence)
{
    const struct offence *node = offence_node(lists, offence);
    if (node->level == OFFENCE_MODALITY) {
        const struct offence_id parent = {node->parent};
        buffer_string(out, offence_node(lists, parent)->name.in[0]);
        buffer_string(out, ": ");
    }
    buffer_string(out, node->name.in[0]);
}
