/* Our own code lists: places, offences, measures, themes, methodologies.
 *
 * CSV files in transform/lists/, loaded once per run, read-only afterwards. Places,
 * offences and measures are trees: a node's figure is its own plus its children's.
 * Ids are indices into a list and have a type each, so that a place can never stand
 * where an offence is meant. A list is sorted so that every parent comes before its
 * children and a subtree is a run of consecutive ids: [id, id + nodes[id].span). */
#ifndef CIFRA_TRANSFORM_LISTS_H
#define CIFRA_TRANSFORM_LISTS_H

#include "base/arena.h"
#include "base/error.h"
#include "base/language.h"
#include "base/period.h"
#include "base/text.h"
#include "transform/lookup.h"

struct place_id {
    uint32_t index;
};
struct offence_id {
    uint32_t index;
};
struct measure_id {
    uint32_t index;
};

enum place_kind {
    PLACE_COUNTRY,
    PLACE_STATE,
    PLACE_MUNICIPALITY,
    PLACE_UNALLOCATED, /* "no especificado", "otros municipios": counted in the
                          state, never mapped */
    PLACE_ABROAD
};

struct place {
    const char *code; /* "mx", "mx-11", "mx-11020": country, INEGI digits */
    uint32_t parent;  /* NO_INDEX for a root */
    uint32_t span;    /* nodes in the subtree, itself included */
    enum place_kind kind;
    const char *slug;   /* "leon" */
    const char *path;   /* "mx/guanajuato/leon" */
    const char *iso;    /* ISO 3166, "MX-GUA"; "" when there is none */
    const char *region; /* that a state lies in, "norte"; "" when none is told */
    struct names name;  /* "León" */
    struct names in;    /* "en León", "en el Estado de México" */
    struct names of;    /* "de León", "del Estado de México" */
};

struct places {
    size_t count;
    struct place *node;
    struct lookup codes;
};

enum offence_level {
    OFFENCE_ROOT,    /* "mx-comun", "mx-federal": everything of one jurisdiction */
    OFFENCE_GROUP,   /* bien jurídico afectado; federal: ley */
    OFFENCE_TYPE,    /* tipo; federal: concepto */
    OFFENCE_SUBTYPE, /* subtipo; federal: tipo */
    OFFENCE_KIND,    /* a modalidad that is an offence of its own: secuestro exprés */
    OFFENCE_MODALITY /* con violencia, con arma de fuego: shown with its parent */
};

struct offence {
    const char *code; /* unique and stable, and its slug: "homicidio-doloso";
                         of a modality "homicidio-doloso.con-arma-de-fuego" */
    uint32_t parent;
    uint32_t span;
    enum offence_level level;
    bool residual;     /* a category of leftovers ("otros …") */
    struct names name; /* "Homicidio doloso" */
    struct names
        before; /* its name where only figures from before `renamed` are told:
                   "Homicidio" of "Homicidio (con tentativas desde 2026)"; "" */
    struct period renamed;
    struct names phrase; /* inside a sentence: "homicidio doloso" */
    struct names
        about;        /* one or two plain sentences; "" when there is nothing to add */
    const char *iccs; /* "0101" or "0109|0219"; "" when none */
    char iccs_confidence; /* 'H', 'M', 'L'; 0 when none */
};

struct offences {
    size_t count;
    struct offence *node;
    struct lookup codes;
};

struct measure {
    const char *code; /* "investigations", "victims", "victims.female.adult",
                         "population" */
    uint32_t parent;
    uint32_t span;
    struct names name;     /* "Carpetas de investigación" */
    struct names unit;     /* of many: "carpetas", "víctimas", "personas" */
    struct names unit_one; /* of one: "carpeta", "víctima", "persona" */
};

struct measures {
    size_t count;
    struct measure *node;
    struct lookup codes;
};

/* A way of counting; two methodologies are never spliced into one line. */
struct methodology {
    const char *code; /* "cnsp-2015", "rnid-2026", "federal-2012", "cieisp-1997" */
    struct names name;
    struct names label; /* a word or two, for a line in a chart: "desde 2026" */
    struct names unit;  /* what it counts, where that is not just investigations; "" */
    struct names about;
    struct period first;   /* in force from */
    const char *reference; /* where its rules are published */
};

struct methodologies {
    size_t count;
    struct methodology *node;
};

struct theme {
    const char *code; /* "secuestro" */
    struct names name;
    struct names about;  /* what the files hold */
    struct names silent; /* what they do not hold, said plainly */
    struct names lead;   /* opens the page instead of a figure; "" */
    size_t offences;
    struct offence_id *offence; /* in the order readers ask */
};

struct themes {
    size_t count;
    struct theme *node;
};

struct lists {
    struct languages languages;
    struct places places;
    struct offences offences;
    struct measures measures;
    struct methodologies methodologies;
    struct themes themes;
};

/* Load all lists of a folder. Errors name file and row: a parent that does not
 * exist, a code or path twice, a cycle, a missing name. Lives in the arena. */
bool lists_load(struct arena *arena, const char *folder,
                const struct languages *languages, struct lists *out,
                struct error *err);

/* Find by code; .index is NO_INDEX when there is no such code. Constant time. */
struct place_id place_find(const struct lists *lists, struct text code);
struct offence_id offence_find(const struct lists *lists, struct text code);
struct measure_id measure_find(const struct lists *lists, struct text code);
const struct methodology *methodology_find(const struct lists *lists, const char *code);

const struct place *place_node(const struct lists *lists, struct place_id id);
const struct offence *offence_node(const struct lists *lists, struct offence_id id);
const struct measure *measure_node(const struct lists *lists, struct measure_id id);

/* An offence's name as a message tells it: of a modality, "Homicidio doloso › Con arma
 * blanca", for many offences have one of that name. Lives in the arena or the lists. */
const char *offence_told(struct arena *arena, const struct lists *lists,
                         struct offence_id id);

#endif
