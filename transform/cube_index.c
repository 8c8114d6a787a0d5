#include "transform/cube_index.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM_MIN = 8, KEYS_MIN = 64 };

/* The lock is held for a few instructions, so waiting for it is best done awake. */
#ifdef PTHREAD_ADAPTIVE_MUTEX_INITIALIZER_NP
static const pthread_mutex_t UNLOCKED = PTHREAD_ADAPTIVE_MUTEX_INITIALIZER_NP;
#else
static const pthread_mutex_t UNLOCKED = PTHREAD_MUTEX_INITIALIZER;
#endif

struct cube_index {
    pthread_mutex_t lock;
    size_t views;
    size_t places, measures;
    size_t pairs;
    uint32_t *pair;
    struct shelf *shelf;
    size_t count, room;
    struct key *key;
};

static uint32_t *new_pairs(const struct lists *lists)
{
    size_t count = lists->offences.count * lists->measures.count;
    return memory_or_die(calloc(count + 1, sizeof(uint32_t)));
}

static struct shelf *new_shelves(const struct lists *lists)
{
    return memory_or_die(calloc(lists->places.count + 1, sizeof(struct shelf)));
}

static void free_shelves(struct shelf *shelf, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(shelf[i].series);
    free(shelf);
}

static struct cube_index *new_index(const struct lists *lists)
{
    struct cube_index *index = memory_or_die(calloc(1, sizeof *index));
    index->lock = UNLOCKED;
    index->places = lists->places.count;
    index->measures = lists->measures.count;
    index->pair = new_pairs(lists);
    index->shelf = new_shelves(lists);
    return index;
}

void index_open(struct index_view *view, const struct lists *lists,
                const struct index_view *share)
{
    view->index = share ? share->index : new_index(lists);
    view->measures = lists->measures.count;
    view->pair = new_pairs(lists);
    view->shelf = new_shelves(lists);
    pthread_mutex_lock(&view->index->lock);
    view->index->views++;
    pthread_mutex_unlock(&view->index->lock);
}

void index_close(struct index_view *view)
{
    struct cube_index *index = view->index;
    if (!index)
        return;
    free(view->pair);
    free_shelves(view->shelf, index->places);
    *view = (struct index_view){0};
    pthread_mutex_lock(&index->lock);
    size_t left = --index->views;
    pthread_mutex_unlock(&index->lock);
    if (left > 0)
        return;
    pthread_mutex_destroy(&index->lock);
    free(index->pair);
    free_shelves(index->shelf, index->places);
    free(index->key);
    free(index);
}

static void make_room(struct shelf *shelf, uint32_t least)
{
    if (least <= shelf->room)
        return;
    uint32_t room = least + least / 2 + ROOM_MIN;
    shelf->series = memory_or_die(realloc(shelf->series, room * sizeof *shelf->series));
    memset(shelf->series + shelf->room, 0,
           (room - shelf->room) * sizeof *shelf->series);
    shelf->room = room;
}

static uint32_t add_key(struct cube_index *index, struct key key)
{
    if (index->count == index->room) {
        index->room += index->room / 2 + KEYS_MIN;
        index->key =
            memory_or_die(realloc(index->key, index->room * sizeof *index->key));
    }
    index->key[index->count] = key;
    return (uint32_t)++index->count;
}

/* All that is known of the place comes along: the next questions are about it too. */
static void copy_shelf(struct shelf *to, const struct shelf *from)
{
    make_room(to, from->room);
    memcpy(to->series, from->series, from->room * sizeof *from->series);
}

uint32_t index_ask(struct index_view *view, struct key key)
{
    struct cube_index *index = view->index;
    size_t at = key.offence.index * view->measures + key.measure.index;
    struct shelf *known = &view->shelf[key.place.index];
    pthread_mutex_lock(&index->lock);
    uint32_t *pair = &index->pair[at];
    if (*pair == 0)
        *pair = (uint32_t)++index->pairs;
    struct shelf *shelf = &index->shelf[key.place.index];
    make_room(shelf, *pair);
    uint32_t *series = &shelf->series[*pair - 1];
    if (*series == 0)
        *series = add_key(index, key);
    view->pair[at] = *pair;
    if (shelf->room > known->room)
        copy_shelf(known, shelf);
    known->series[*pair - 1] = *series;
    uint32_t found = *series - 1;
    pthread_mutex_unlock(&index->lock);
    return found;
}

size_t index_count(const struct index_view *view) { return view->index->count; }

const struct key *index_keys(const struct index_view *view) { return view->index->key; }
