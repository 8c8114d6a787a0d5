#include "transform/conic.h"

#include <math.h>

/* Letters are Snyder's: m and t depend on the latitude, n and F on the parallels. */
static const double A = 6378137; /* GRS80, metres */
static const double FLATTENING = 1 / 298.257222101;
static const double PARALLEL_1 = 17.5, PARALLEL_2 = 29.5;
static const double ORIGIN_LATITUDE = 12, ORIGIN_LONGITUDE = -102;

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

struct point conic_project(struct point degrees)
{
    double first = radians(PARALLEL_1), second = radians(PARALLEL_2);
    double n = (log(m_of(first)) - log(m_of(second))) /
               (log(t_of(first)) - log(t_of(second)));             /* 15-8 */
    double f = m_of(first) / (n * pow(t_of(first), n));            /* 15-10 */
    double rho_0 = A * f * pow(t_of(radians(ORIGIN_LATITUDE)), n); /* 15-7 */
    double rho = A * f * pow(t_of(radians(degrees.y)), n);
    double theta = n * radians(degrees.x - ORIGIN_LONGITUDE);         /* 14-4 */
    double east = rho * sin(theta), north = rho_0 - rho * cos(theta); /* 14-1, 14-2 */
    return (struct point){east, north};
}
