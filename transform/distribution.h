/* Distribution functions that the statistics stand on.
 *
 * All are accurate to about 1e-12 relative over the range that counts of offences have
 * (shape up to 1e9). Tests hold them against R. */
#ifndef CIFRA_TRANSFORM_DISTRIBUTION_H
#define CIFRA_TRANSFORM_DISTRIBUTION_H

/* ψ(x) and ψ′(x), x > 0: recurrence up to 10, then the asymptotic series (Abramowitz
 * and Stegun 6.3.18, 6.4.12). */
double digamma_of(double x);
double trigamma_of(double x);

/* Regularised lower and upper incomplete gamma functions, a > 0, x >= 0: series and
 * continued fraction (Abramowitz and Stegun 6.5.29, 6.5.31; modified Lentz). */
double gamma_lower(double a, double x);
double gamma_upper(double a, double x);

/* The root of a function that rises from below 0 at low to above it at high, to the
 * last digits. */
double root_between(double (*f)(double x, const double *context), const double *context,
                    double low, double high);

/* The x with gamma_lower(a, x) = p; 0 < p < 1. The chi-square quantile at df is twice
 * this at a = df / 2. */
double gamma_quantile(double a, double p);

/* Regularised incomplete beta function, a, b > 0, 0 <= x <= 1: continued fraction
 * (Abramowitz and Stegun 26.5.8). */
double beta_lower(double a, double b, double x);
/* The x with beta_lower(a, b, x) = p. */
double beta_quantile(double a, double b, double p);

/* Normal quantile; Wichura (1988), algorithm AS 241. */
double normal_quantile(double p);

/* log P(X = x) of a binomial; of a beta-binomial with shapes a and b; of a Poisson; of
 * a negative binomial with mean and shape (variance mean + mean² / shape). */
double log_binomial(double x, double n, double p);
double log_beta_binomial(double x, double n, double a, double b);
double log_poisson(double x, double mean);
double log_negative_binomial(double x, double mean, double shape);

/* P(X <= x) of the same. */
double poisson_lower(double x, double mean);
double negative_binomial_lower(double x, double mean, double shape);

#endif
