/* What a server says beside the rows, or instead of them: its own error, in its own
 * words.
 *
 * Socrata {"error": true, "message": …}, CKAN {"success": false, "error": {…}}, ArcGIS
 * {"error": {"code": …, "message": …}}, the FBI {"message": …}, the World Bank
 * [{"message": [{"id": …, "value": …}]}], and what ArcGIS says of rows it held back. */
#ifndef CIFRA_INGEST_JSON_NOTICE_H
#define CIFRA_INGEST_JSON_NOTICE_H

#include "base/buffer.h"
#include "ingest/json_scan.h"

struct json_notice {
    bool is_error;       /* it says so itself */
    bool held_back;      /* there are rows that it did not send */
    struct buffer words; /* of its messages */
};

/* Look at one member of a document's outermost object, and step over its value.
 * Members that say nothing of the kind are stepped over at once. */
bool json_notice_member(struct json_notice *notice, struct json_scan *scan,
                        const struct json_token *key, struct error *err);

/* ERROR_FORMAT for a document without rows, or with an error: quotes the server. */
bool json_notice_fail(const struct json_notice *notice, const char *otherwise,
                      struct error *err);

void json_notice_clear(struct json_notice *notice);
void json_notice_free(struct json_notice *notice);

#endif
