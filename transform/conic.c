#include "transform/conic.h"

#include <math.h>

/* Letters are Snyder's: m and t depend on the latitude, n and F on the parallels. */
static const double A = 6378137; /* GRS80, metres */
static const double FLATTENING = 1 / 298.257222101;
/* Parallels nearer to each other, or to each other's mirror in the equator, than these
 * degrees make no cone: they are moved apart so far, which no map shows. */
static const double NO_CONE = 0.02;

static double radians(double degrees)
{
    return degrees * (3.14159265358979323846 / 180);
}

static double eccentricity(void) { return sqrt(FLATTENING * (2 - FLATTENING)); }

static double m_of(double latitude) /* 14-15 */
{
    double e_sin = eccentricity() * sin(latitude);
    return cos(latitude) / sqrt(1 - e_sin * e_sin);
}

static double t_of(double latitude) /* 15-9 */
{
    double e = eccentricity(), e_sin = e * sin(latitude);
    return tan(radians(45) - latitude / 2) / pow((1 - e_sin) / (1 + e_sin), e / 2);
}

/* From degrees; the parallels make a cone. */
static struct conic cone(double south, double north, double latitude, double longitude)
{
    double first = radians(south), second = radians(north);
    double n = (log(m_of(first)) - log(m_of(second))) /
               (log(t_of(first)) - log(t_of(second)));      /* 15-8 */
    double f = m_of(first) / (n * pow(t_of(first), n));     /* 15-10 */
    double rho_0 = A * f * pow(t_of(radians(latitude)), n); /* 15-7 */
    return (struct conic){n, f, rho_0, longitude};
}

struct conic conic_mexico(void) { return cone(17.5, 29.5, 12, -102); }

struct conic conic_fit(double south, double north, double west, double east)
{
    double sixth = (north - south) / 6, first = south + sixth, second = north - sixth;
    if (second - first < NO_CONE)
        second = first + NO_CONE;
    if (fabs(first + second) < NO_CONE)
        second += NO_CONE;
    double wide = east < west ? east + 360 - west : east - west;
    return cone(first, second, (south + north) / 2, west + wide / 2);
}

struct point conic_project(const struct conic *conic, struct point degrees)
{
    double n = conic->n, rho = A * conic->f * pow(t_of(radians(degrees.y)), n);
    double turn = degrees.x - conic->longitude;
    if (turn > 180)
        turn -= 360;
    if (turn < -180)
        turn += 360;
    double theta = n * radians(turn); /* 14-4 */
    double east = rho * sin(theta),
           north = conic->rho_0 - rho * cos(theta); /* 14-1, 14-2 */
    return (struct point){east, north};
}
