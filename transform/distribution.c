#include "transform/distribution.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>

static const double TINY = 1e-300, CLOSE = 1e-15;
enum { ROUNDS_MAX = 1 << 21, ROOT_STEPS_MAX = 2000 };

/* log Γ(x), x > 0; safe with threads. */
static double log_gamma(double x)
{
    int sign;
    return lgamma_r(x, &sign);
}

double digamma_of(double x)
{
    double sum = 0;
    for (; x < 10; x++)
        sum -= 1 / x;
    double y = 1 / (x * x);
    return sum + log(x) - 0.5 / x -
           y * (1.0 / 12 -
                y * (1.0 / 120 -
                     y * (1.0 / 252 -
                          y * (1.0 / 240 - y * (1.0 / 132 - y * 691.0 / 32760)))));
}

double trigamma_of(double x)
{
    double sum = 0;
    for (; x < 10; x++)
        sum += 1 / (x * x);
    double y = 1 / (x * x);
    return sum + 1 / x + y / 2 +
           y / x *
               (1.0 / 6 -
                y * (1.0 / 30 - y * (1.0 / 42 - y * (1.0 / 30 - y * 5.0 / 66))));
}

/* x^a e^-x / Γ(a), in a form that does not lose digits when both are large. */
static double gamma_front(double a, double x)
{
    if (a < 100)
        return exp(a * log(x) - x - log_gamma(a));
    /* With d = (x - a) / a: a log(x / a) - (x - a) = a (log1p(d) - d); the rest is
     * Stirling's series (Abramowitz and Stegun 6.1.41). */
    double d = (x - a) / a, b = 1 / (a * a);
    double stirling = (1.0 / 12 - b * (1.0 / 360 - b / 1260)) / a;
    return sqrt(a) * exp(a * (log1p(d) - d) - stirling) * 0.3989422804014327;
}

static double gamma_series(double a, double x)
{
    double term = 1 / a, sum = term;
    for (int i = 1; i < ROUNDS_MAX; i++) {
        term *= x / (a + i);
        sum += term;
        if (term < sum * CLOSE)
            break;
    }
    return sum * gamma_front(a, x);
}

static double gamma_fraction(double a, double x)
{
    double b = x + 1 - a, c = 1 / TINY, d = 1 / b, h = d;
    for (int i = 1; i < ROUNDS_MAX; i++) {
        double an = -i * (i - a);
        b += 2;
        d = an * d + b;
        d = fabs(d) < TINY ? 1 / TINY : 1 / d;
        c = b + an / c;
        if (fabs(c) < TINY)
            c = TINY;
        h *= d * c;
        if (fabs(d * c - 1) < CLOSE)
            break;
    }
    return h * gamma_front(a, x);
}

double gamma_lower(double a, double x)
{
    if (x <= 0)
        return 0;
    return x < a + 1 ? gamma_series(a, x) : 1 - gamma_fraction(a, x);
}

double gamma_upper(double a, double x)
{
    if (x <= 0)
        return 1;
    return x < a + 1 ? 1 - gamma_series(a, x) : gamma_fraction(a, x);
}

/* Chandrupatla (1997): inverse quadratic interpolation where three points promise that
 * it converges, else halving. x1 is the newest point, x2 the other end of the bracket,
 * x3 the point left before. */
double root_between(double (*f)(double x, const double *context), const double *context,
                    double low, double high)
{
    double x1 = high, x2 = low, x3 = low, t = 0.5;
    double f1 = f(high, context), f2 = f(low, context), f3;
    if (f2 == 0 || f1 == 0)
        return f2 == 0 ? low : high;
    for (int i = 0; i < ROOT_STEPS_MAX; i++) {
        double x = x1 + t * (x2 - x1), y = f(x, context);
        if ((y > 0) == (f1 > 0)) {
            x3 = x1, f3 = f1;
        } else {
            x3 = x2, f3 = f2;
            x2 = x1, f2 = f1;
        }
        x1 = x, f1 = y;
        double near = fabs(f1) < fabs(f2) ? x1 : x2;
        double least = 2 * DBL_EPSILON * fabs(near) / fabs(x2 - x1);
        if (y == 0 || !(least < 0.5))
            return y == 0 ? x : near;
        double xi = (x1 - x2) / (x3 - x2), phi = (f1 - f2) / (f3 - f2);
        t = 0.5;
        if (phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi)
            t = f1 / (f2 - f1) * f3 / (f2 - f3) +
                (x3 - x1) / (x2 - x1) * f1 / (f3 - f1) * f2 / (f3 - f2);
        t = fmin(1 - least, fmax(least, t));
    }
    return x1;
}

static double gamma_excess(double x, const double *context)
{
    /* The smaller tail keeps its digits. */
    double a = context[0], p = context[1];
    return p < 0.5 ? gamma_lower(a, x) - p : (1 - p) - gamma_upper(a, x);
}

double gamma_quantile(double a, double p)
{
    double context[2] = {a, p}, high = a + 10 * sqrt(a) + 10;
    while (gamma_excess(high, context) < 0)
        high *= 2;
    return root_between(gamma_excess, context, 0, high);
}

static double beta_fraction(double a, double b, double x)
{
    double c = 1, d = 1 - (a + b) * x / (a + 1);
    d = fabs(d) < TINY ? 1 / TINY : 1 / d;
    double h = d;
    for (int m = 1; m < ROUNDS_MAX; m++) {
        double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        for (int i = 0; i < 2; i++) {
            double an = i == 0 ? even : odd;
            d = 1 + an * d;
            d = fabs(d) < TINY ? 1 / TINY : 1 / d;
            c = 1 + an / c;
            if (fabs(c) < TINY)
                c = TINY;
            h *= d * c;
        }
        if (fabs(d * c - 1) < CLOSE)
            break;
    }
    return h;
}

double beta_lower(double a, double b, double x)
{
    if (x <= 0)
        return 0;
    if (x >= 1)
        return 1;
    double front = exp(log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * log(x) +
                       b * log1p(-x));
    return x < (a + 1) / (a + b + 2) ? front * beta_fraction(a, b, x) / a
                                     : 1 - front * beta_fraction(b, a, 1 - x) / b;
}

static double beta_excess(double x, const double *context)
{
    return beta_lower(context[0], context[1], x) - context[2];
}

double beta_quantile(double a, double b, double p)
{
    double context[3] = {a, b, p};
    return root_between(beta_excess, context, 0, 1);
}

static double polynomial(const double *coefficient, double x)
{
    double sum = 0;
    for (int i = 7; i >= 0; i--)
        sum = sum * x + coefficient[i];
    return sum;
}

double normal_quantile(double p)
{
    /* The coefficients of Wichura's PPND16, lowest power first. */
    static const double A[8] = {3.3871328727963666080e0,  1.3314166789178437745e+2,
                                1.9715909503065514427e+3, 1.3731693765509461125e+4,
                                4.5921953931549871457e+4, 6.7265770927008700853e+4,
                                3.3430575583588128105e+4, 2.5090809287301226727e+3};
    static const double B[8] = {1.0,
                                4.2313330701600911252e+1,
                                6.8718700749205790830e+2,
                                5.3941960214247511077e+3,
                                2.1213794301586595867e+4,
                                3.9307895800092710610e+4,
                                2.8729085735721942674e+4,
                                5.2264952788528545610e+3};
    static const double C[8] = {1.42343711074968357734e0,  4.63033784615654529590e0,
                                5.76949722146069140550e0,  3.64784832476320460504e0,
                                1.27045825245236838258e0,  2.41780725177450611770e-1,
                                2.27238449892691845833e-2, 7.74545014278341407640e-4};
    static const double D[8] = {1.0,
                                2.05319162663775882187e0,
                                1.67638483018380384940e0,
                                6.89767334985100004550e-1,
                                1.48103976427480074590e-1,
                                1.51986665636164571966e-2,
                                5.47593808499534494600e-4,
                                1.05075007164441684324e-9};
    static const double E[8] = {6.65790464350110377720e0,  5.46378491116411436990e0,
                                1.78482653991729133580e0,  2.96560571828504891230e-1,
                                2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                2.71155556874348757815e-5, 2.01033439929228813265e-7};
    static const double F[8] = {1.0,
                                5.99832206555887937690e-1,
                                1.36929880922735805310e-1,
                                1.48753612908506148525e-2,
                                7.86869131145613259100e-4,
                                1.84631831751005468180e-5,
                                1.42151175831644588870e-7,
                                2.04426310338993978564e-15};
    double q = p - 0.5;
    if (fabs(q) <= 0.425) {
        double r = 0.180625 - q * q;
        return q * polynomial(A, r) / polynomial(B, r);
    }
    double r = sqrt(-log(q < 0 ? p : 1 - p));
    double value = r <= 5 ? polynomial(C, r - 1.6) / polynomial(D, r - 1.6)
                          : polynomial(E, r - 5) / polynomial(F, r - 5);
    return q < 0 ? -value : value;
}

static double log_choose(double n, double x)
{
    return log_gamma(n + 1) - log_gamma(x + 1) - log_gamma(n - x + 1);
}

double log_binomial(double x, double n, double p)
{
    double sum = log_choose(n, x);
    if (x > 0)
        sum += x * log(p);
    if (x < n)
        sum += (n - x) * log1p(-p);
    return sum;
}

static double log_beta(double a, double b)
{
    return log_gamma(a) + log_gamma(b) - log_gamma(a + b);
}

double log_beta_binomial(double x, double n, double a, double b)
{
    return log_choose(n, x) + log_beta(x + a, n - x + b) - log_beta(a, b);
}

double log_poisson(double x, double mean)
{
    if (mean == 0)
        return x == 0 ? 0 : -INFINITY;
    return x * log(mean) - mean - log_gamma(x + 1);
}

double log_negative_binomial(double x, double mean, double shape)
{
    if (mean == 0)
        return x == 0 ? 0 : -INFINITY;
    return log_gamma(x + shape) - log_gamma(shape) - log_gamma(x + 1) -
           shape * log1p(mean / shape) + x * (log(mean) - log(mean + shape));
}

double poisson_lower(double x, double mean)
{
    return x < 0 ? 0 : gamma_upper(x + 1, mean);
}

double negative_binomial_lower(double x, double mean, double shape)
{
    return x < 0 ? 0 : beta_lower(shape, x + 1, shape / (shape + mean));
}
