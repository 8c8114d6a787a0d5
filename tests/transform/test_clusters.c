/* Clusters and local smoothing against R 4.2 with spdep 1.2-7, and against the worked
 * example of Getis and Ord (1996, Local spatial statistics: an overview, in Longley and
 * Batty, Spatial analysis: modelling in a GIS environment, p. 263 and 267), which spdep
 * keeps as data(getisord, package = "spData"). R is not needed to run this. */
#include "tests/check.h"

#include "transform/clusters.h"
#include "transform/shrink.h"

#include <math.h>

static struct arena arena;

static int drop(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static void check_near(double found, double wanted, double tolerance)
{
    if (!(fabs(found - wanted) <= tolerance * fmax(fabs(wanted), 1e-3)))
        fail_msg("%.15g, wanted %.15g", found, wanted);
}

/* Squares of a board touch by sides, and when a queen may walk, by corners. */
static struct neighbours board(size_t side, bool queen)
{
    struct neighbours out = {side * side,
                             arena_array(&arena, side * side + 1, sizeof *out.first),
                             arena_array(&arena, 8 * side * side, sizeof *out.who)};
    size_t held = 0;
    for (size_t i = 0; i < side * side; i++) {
        out.first[i] = held;
        for (size_t j = 0; j < side * side; j++) {
            int dx = (int)(i % side) - (int)(j % side);
            int dy = (int)(i / side) - (int)(j / side);
            int far = dx * dx + dy * dy;
            if (far == 1 || (queen && far == 2))
                out.who[held++] = j;
        }
    }
    out.first[side * side] = held;
    return out;
}

/* The book's remote-sensing values, 16 by 16 at 30 metres. */
static const double BOOK[256] = {
    40, 41, 42, 43, 49,  54,  47, 44,  42,  44,  43,  46,  52,  56,  56,  61,
    40, 42, 41, 40, 43,  49,  46, 42,  42,  43,  43,  49,  59,  62,  53,  62,
    43, 42, 40, 42, 42,  42,  41, 42,  42,  43,  42,  53,  66,  61,  51,  62,
    44, 41, 39, 42, 44,  43,  42, 42,  42,  43,  43,  49,  56,  53,  53,  61,
    42, 43, 44, 43, 42,  41,  42, 44,  43,  43,  44,  47,  58,  59,  55,  61,
    52, 59, 61, 56, 41,  40,  43, 44,  46,  48,  50,  52,  68,  69,  60,  61,
    62, 62, 86, 85, 55,  59,  64, 72,  75,  70,  70,  62,  66,  61,  55,  57,
    65, 62, 68, 72, 102, 94,  90, 83,  74,  81,  96,  69,  52,  50,  51,  54,
    62, 59, 55, 61, 99,  97,  93, 80,  65,  87,  107, 80,  59,  60,  67,  66,
    62, 55, 56, 56, 80,  90,  99, 88,  64,  91,  112, 94,  76,  91,  100, 85,
    63, 57, 58, 58, 77,  92,  82, 71,  59,  90,  105, 92,  79,  98,  110, 83,
    59, 58, 60, 64, 88,  99,  82, 81,  71,  80,  89,  89,  89,  102, 104, 75,
    55, 54, 53, 61, 82,  102, 88, 93,  96,  94,  110, 114, 109, 103, 92,  68,
    55, 55, 56, 60, 91,  95,  86, 98,  115, 105, 110, 107, 101, 89,  85,  68,
    62, 63, 64, 59, 85,  88,  95, 106, 110, 99,  89,  82,  79,  84,  97,  79,
    55, 56, 54, 58, 65,  75,  82, 77,  74,  74,  69,  61,  62,  71,  73,  63,
};

/* nb30 <- dnearneigh(cbind(go_xyz$x, go_xyz$y), 0, 30)
 * localG(go_xyz$val, nb2listw(include.self(nb30), style = "B"))[c(1, 2, 120, 256)]
 * The book's p. 267 prints 1.45 for the 120th, with n - 1 in the variance: 1.447943. */
static void agrees_with_the_book(void **state)
{
    (void)state;
    struct neighbours neighbours = board(16, false);
    double z[256], n = 256;
    local_g(BOOK, &neighbours, z);
    check_near(z[119] * sqrt((n - 1) / n), 1.447943, 1e-6);
    check_near(z[0], -2.229709558487948, 1e-12);
    check_near(z[1], -2.489752964194779, 1e-12);
    check_near(z[119], 1.450779807387070, 1e-12);
    check_near(z[255], 0.429147270820971, 1e-12);
}

/* n <- 25; nb <- cell2nb(5, 5, type = "queen"); count and people as below * 1000 */
static const double COUNT[25] = {3, 5, 2, 0,  1,  8, 40, 31, 2, 4, 6, 52, 77,
                                 9, 1, 2, 18, 25, 4, 0,  1,  3, 2, 0, 12};
static const double PEOPLE[25] = {12, 9, 20, 4,  7,  15, 60, 44, 11, 8,  9, 71, 90,
                                  30, 6, 5,  38, 41, 16, 3,  8,  7,  14, 2, 10};
/* e <- EBest(count, people)$estmm; e * 1e5 */
static const double SMOOTHED[25] = {
    42.4074602235457, 56.4642643124613, 29.5930515014748, 44.5553125528229,
    42.9731607282852, 55.1395555551636, 64.8155622834005, 67.1671811151157,
    40.1291459687913, 54.5101117708366, 60.7600597467792, 70.5265959144610,
    81.6505939916441, 38.7186721186246, 45.0923016864107, 52.6183919204239,
    50.0091599153937, 59.9582678918312, 40.1078196737096, 47.1339575089751,
    41.0442600233210, 52.3722859841342, 35.8719500477478, 50.0294170285786,
    82.9705857195208,
};
/* z <- localG(e, nb2listw(include.self(nb), style = "B")) */
static const double SCORES[25] = {
    0.393559921413215,  0.0691198823559882, -0.375746337768954, -1.19877731531240,
    -1.08349561418193,  1.26325562125314,   1.78920074006482,   0.715093107485703,
    -0.799899828637936, -1.64664220763298,  1.39315519416949,   2.83921596268975,
    1.31402104555239,   0.125713832753791,  -1.65655791934418,  0.475288404382617,
    1.05948220140417,   0.272708723701927,  0.343142621310029,  -0.329807780006055,
    -0.524394106473602, -0.751012953353247, -0.872943462309588, 0.0858914934758120,
    0.450570069033916,
};
/* p.adjust(2 * pnorm(-abs(z)), "BH") */
static const double ADJUSTED[25] = {
    0.882791914776113, 0.944894195044289, 0.882791914776113, 0.720670454647859,
    0.723450577222688, 0.720670454647859, 0.622697559551049, 0.847413415451578,
    0.847413415451578, 0.622697559551049, 0.720670454647859, 0.113061343897087,
    0.720670454647859, 0.944894195044289, 0.622697559551049, 0.882791914776113,
    0.723450577222688, 0.892133100296920, 0.882791914776113, 0.882791914776113,
    0.882791914776113, 0.847413415451578, 0.847413415451578, 0.944894195044289,
    0.882791914776113,
};
/* EBlocal(count, people, nb, geoda = TRUE)$est * 1e5 */
static const double NEARBY[25] = {
    58.3333333333333, 55.6062472460018, 28.8214848585137, 28.4200745381046,
    23.3333333333333, 64.7727272727273, 67.1173862195746, 68.7129575660313,
    35.5233023226961, 25.7575757575758, 63.6363636363636, 69.4369973190349,
    80.2133350070576, 40.8722458393514, 27.0270270270270, 58.8104615227912,
    55.5653536017713, 61.1312571894803, 38.0790833593655, 23.1697285440088,
    41.3793103448276, 44.9754533438766, 38.8862802906396, 38.4896080241523,
    103.613526570048,
};

static void agrees_with_r(void **state)
{
    (void)state;
    struct neighbours neighbours = board(5, true);
    struct cluster cluster[25];
    double people[25];
    for (size_t i = 0; i < 25; i++)
        people[i] = PEOPLE[i] / 100;
    struct clusters found = clusters_find(COUNT, people, &neighbours, cluster);
    for (size_t i = 0; i < 25; i++) {
        check_near(cluster[i].smoothed, SMOOTHED[i], 1e-12);
        check_near(cluster[i].nearby, NEARBY[i], 1e-12);
        check_near(cluster[i].z, SCORES[i], 1e-11);
        check_near(cluster[i].p_adjusted, ADJUSTED[i], 1e-10);
        assert_int_equal(cluster[i].kind, CLUSTER_NONE);
    }
    assert_int_equal(found.answer, CLUSTERS_NONE);
    assert_int_equal(found.tested, 25);
    /* e[1] with its neighbours 2, 6, 7: their mean */
    check_near(cluster[0].around,
               (SMOOTHED[0] + SMOOTHED[1] + SMOOTHED[5] + SMOOTHED[6]) / 4, 1e-12);
}

enum { SIDE = 9, SQUARES = SIDE * SIDE };

/* 10 cases among 1 000 everywhere, but for a block of three by three in a corner. */
static void fill(double *count, double *people, double block)
{
    for (size_t i = 0; i < SQUARES; i++) {
        people[i] = 1000;
        count[i] = i % SIDE < 3 && i / SIDE < 3 ? block : 100 + (double)(i * 7 % 10);
    }
}

static void finds_what_was_put_there(void **state)
{
    (void)state;
    struct neighbours neighbours = board(SIDE, true);
    struct cluster cluster[SQUARES];
    double count[SQUARES], people[SQUARES];
    fill(count, people, 400);
    struct clusters found = clusters_find(count, people, &neighbours, cluster);
    assert_int_equal(found.answer, CLUSTERS_SOME);
    assert_int_equal(found.low, 0);
    assert_int_equal(cluster[SIDE + 1].kind, CLUSTER_HIGH);
    assert_int_equal(cluster[SQUARES - 1].kind, CLUSTER_NONE);
    fill(count, people, 10);
    found = clusters_find(count, people, &neighbours, cluster);
    assert_int_equal(found.high, 0);
    assert_int_equal(cluster[SIDE + 1].kind, CLUSTER_LOW);
}

static void unknown_places_are_nobodys_neighbours(void **state)
{
    (void)state;
    struct neighbours neighbours = board(SIDE, true);
    struct cluster cluster[SQUARES];
    double count[SQUARES], people[SQUARES];
    fill(count, people, 400);
    /* The corner's three neighbours, and one without residents. */
    count[1] = count[SIDE] = count[SIDE + 1] = NAN;
    people[SQUARES - 1] = 0;
    struct clusters found = clusters_find(count, people, &neighbours, cluster);
    assert_int_equal(found.known, SQUARES - 4);
    assert_int_equal(found.alone, 1);
    assert_int_equal(found.tested, SQUARES - 5);
    assert_true(isnan(cluster[0].z) && cluster[0].kind == CLUSTER_NONE);
    check_near(cluster[0].nearby, count[0] / people[0], 1e-15);
    assert_true(isnan(cluster[1].smoothed) && isnan(cluster[SQUARES - 1].smoothed));
}

static void says_when_there_is_nothing_to_find(void **state)
{
    (void)state;
    struct neighbours small = board(4, true), large = board(5, true);
    struct neighbours none = {0, (size_t[]){0}, NULL};
    struct cluster cluster[25];
    double alike[25];
    assert_int_equal(clusters_find(COUNT, PEOPLE, &small, cluster).answer,
                     CLUSTERS_TOO_FEW);
    assert_int_equal(clusters_find(NULL, NULL, &none, NULL).answer, CLUSTERS_TOO_FEW);
    for (size_t i = 0; i < 25; i++)
        alike[i] = 10;
    assert_int_equal(clusters_find(alike, alike, &large, cluster).answer,
                     CLUSTERS_SAME);
    assert_int_equal(cluster[3].kind, CLUSTER_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_the_book),
        cmocka_unit_test(agrees_with_r),
        cmocka_unit_test(finds_what_was_put_there),
        cmocka_unit_test(unknown_places_are_nobodys_neighbours),
        cmocka_unit_test(says_when_there_is_nothing_to_find),
    };
    return cmocka_run_group_tests(tests, NULL, drop);
}
