/* An S3-compatible store: objects by their path, put, looked at, got and deleted, each
 * request signed (AWS Signature Version 4, by libcurl), tried again when it may help,
 * and never redirected. Addresses are path-style, <endpoint>/<bucket>/<prefix><path>,
 * which every server of the kind takes. */
#ifndef CIFRA_SITE_BUCKET_H
#define CIFRA_SITE_BUCKET_H

#include "base/file.h"
#include "site/config_publish.h"

struct bucket;

/* Reads the credentials. Safe from several threads after that. */
bool bucket_open(const struct publish_target *target, const char *authorities,
                 struct bucket **out, struct error *err);
void bucket_close(struct bucket *bucket); /* NULL is fine */

struct object {
    const char *path;
    const char *file;  /* what it holds: a file, … */
    struct text bytes; /* … or, when file is NULL, this */
    struct sha256 sha256;
    const char *type, *cache; /* Content-Type, Cache-Control */
};

/* The server checks the bytes against their signed hash, and its answer is checked. */
bool bucket_put(struct bucket *bucket, const struct object *object, struct error *err);

/* Does the store have the object with the bytes that bucket_put() would put? */
bool bucket_has(struct bucket *bucket, const struct object *object, bool *has,
                struct error *err);

/* The bytes of an object, in the arena; out->at NULL when there is none. */
bool bucket_get(struct arena *arena, struct bucket *bucket, const char *path,
                size_t limit, struct text *out, struct error *err);

/* One that is gone already is fine. */
bool bucket_delete(struct bucket *bucket, const char *path, struct error *err);

#endif
