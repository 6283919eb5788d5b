# Reference numbers of `shrinkage` and `funnel_limits`: Rscript tests/data/stats/units.R > tests/data/stats/units.json
# Needs metafor and jsonlite. Between-unit variance, mean and drawn values are metafor's (`rma`, `blup`); ranks are integrated
# here over the exact Poisson binomial distribution; limits are Spiegelhalter's formulas over R's own binomial distribution.
suppressPackageStartupMessages({ library(metafor); library(jsonlite) })

ranks <- function(m, v, level) {
  k <- length(m)
  expected <- sapply(1:k, function(i) 1 + sum(pnorm((m[-i] - m[i]) / sqrt(v[-i] + v[i]))))
  cumulative <- sapply(1:k, function(i) {
    above <- function(t) { # chances of 0, 1, ... units above
      many <- 1
      for (p in pnorm(t, m[-i], sqrt(v[-i]), lower.tail = FALSE)) many <- c(many * (1 - p), 0) + c(0, many * p)
      cumsum(many)
    }
    sapply(1:k, function(r) integrate(function(t) sapply(t, function(x) above(x)[r]) * dnorm(t, m[i], sqrt(v[i])),
      m[i] - 9 * sqrt(v[i]), m[i] + 9 * sqrt(v[i]), rel.tol = 1e-10, subdivisions = 1000)$value)
  })
  tail <- (1 - level) / 2
  quarter <- k %/% 4
  list(expected_rank = expected,
       rank_low = apply(cumulative, 2, function(c) which(c >= tail)[1]),
       rank_high = apply(cumulative, 2, function(c) which(c >= 1 - tail)[1]),
       first_quarter = cumulative[quarter, ], last_quarter = 1 - cumulative[k - quarter, ])
}

shrinkage <- function(id, y, v, how, note) {
  fit <- rma(y, v, method = how)
  # metafor searches Paule and Mandel's root to four digits only: here to all of them, and the rest is metafor's again.
  if (how == "PM" && fit$tau2 > 0) {
    q <- function(t) { w <- 1 / (v + t); sum(w * (y - sum(w * y) / sum(w))^2) - length(y) + 1 }
    root <- uniroot(q, c(0, 100 * var(y)), tol = 1e-15, maxiter = 10000)$root
    stopifnot(abs(root - fit$tau2) < 2e-4)
    fit <- rma(y, v, method = how, tau2 = root)
  }
  own <- blup(fit)
  post <- own$se^2
  w <- 1 / v; k <- length(y)
  list(id = id, method = "shrinkage", args = list(values = y, variances = v, between = tolower(how)),
       expected = c(list(k = k, q = fit$QE, p = fit$QEp, tau2 = fit$tau2, i2 = fit$I2 / 100, mean = as.numeric(fit$beta),
         mean_se = fit$se, mean_interval = c(fit$ci.lb, fit$ci.ub), shrinkage = v / (v + fit$tau2), estimate = own$pred,
         se = own$se, low = own$pi.lb, high = own$pi.ub), ranks(own$pred, post, 0.95)),
       tolerance = list(rel = 1e-6, abs = 1e-8), note = note,
       produced_by = sprintf("R %s, metafor %s rma(method='%s'), blup", getRversion(), packageVersion("metafor"), how))
}

limit <- function(theta, n, p) { # Spiegelhalter 2005, A.1.1
  r <- qbinom(p, n, theta)
  (r - (pbinom(r, n, theta) - p) / dbinom(r, n, theta)) / n
}

funnel <- function(id, y, n, sd, note) {
  centre <- sum(y * n) / sum(n)
  share <- is.null(sd)
  s <- if (share) sqrt(centre * (1 - centre)) else sd
  z <- (y - centre) * sqrt(n) / s
  q <- quantile(z, c(0.1, 0.9))
  phi <- mean(pmin(pmax(z, q[1]), q[2])^2)
  over <- phi > 1 + 2 * sqrt(2 / length(y))
  ends <- function(level) {
    tail <- (1 - level) / 2
    if (share && !over) return(list(pmax(limit(centre, n, tail), 0), pmin(limit(centre, n, 1 - tail), 1)))
    half <- qnorm(1 - tail) * s / sqrt(n) * if (over) sqrt(phi) else 1
    low <- centre - half; high <- centre + half
    if (share) list(pmax(low, 0), pmin(high, 1)) else list(low, high)
  }
  inner <- ends(0.95); outer <- ends(0.998)
  args <- list(values = y, bases = n)
  if (!share) args$deviation <- sd
  list(id = id, method = "funnel_limits", args = args,
       expected = list(centre = centre, phi = phi, overdispersed = over, z = z, low_95 = inner[[1]], high_95 = inner[[2]],
         low_998 = outer[[1]], high_998 = outer[[2]]),
       tolerance = list(rel = 1e-9, abs = 1e-11), note = note,
       produced_by = sprintf("R %s, base R: qbinom, pbinom, quantile", getRversion()))
}

bcg <- escalc(measure = "RR", ai = tpos, bi = tneg, ci = cpos, di = cneg, data = dat.bcg)
y <- as.numeric(bcg$yi); v <- as.numeric(bcg$vi)
schools <- c(28.39, 7.94, -2.75, 6.82, -0.64, 0.63, 18.01, 12.16)
errors <- c(14.9, 10.2, 16.3, 11.0, 9.4, 11.4, 10.4, 17.6)
# Thirty stores of 12 to 400 answers, and how many of them are satisfied (made up).
n <- c(12, 15, 18, 22, 25, 28, 31, 35, 40, 44, 49, 55, 60, 68, 75, 82, 90, 101, 113, 126, 140, 155, 172, 190, 210, 235, 262, 300, 345, 400)
d <- c(11, 9, 15, 12, 22, 20, 21, 29, 27, 35, 32, 47, 39, 50, 60, 55, 71, 68, 92, 88, 97, 121, 118, 145, 139, 190, 178, 231, 240, 301)
near <- round(n * 0.73 + sqrt(n) * 0.4 * sin(seq_along(n)))
far <- d; far[c(3, 7, 12, 18, 22, 26, 29)] <- c(6, 30, 30, 95, 80, 130, 320)
shares <- d / n
within <- sum(shares * (1 - shares) * n) / sum(n - 1)
means <- round(3.6 + sin(seq_along(n)) * 0.35, 3)
cases <- list(
  shrinkage("shrinkage.bcg.dl", y, v, "DL", "log risk ratios of the BCG vaccine trials, metafor's dat.bcg"),
  shrinkage("shrinkage.bcg.pm", y, v, "PM", "log risk ratios of the BCG vaccine trials, metafor's dat.bcg"),
  shrinkage("shrinkage.schools.pm", schools, errors^2, "PM", "Rubin 1981: no variance between schools"),
  shrinkage("shrinkage.stores.pm", shares, within / n, "PM", "shares of thirty made-up stores"),
  shrinkage("shrinkage.stores.dl", shares, within / n, "DL", "shares of thirty made-up stores"),
  funnel("funnel.shares.exact", near / n, n, NULL, "thirty made-up stores, exact binomial limits"),
  funnel("funnel.shares", shares, n, NULL, "thirty made-up stores"),
  funnel("funnel.shares.overdispersed", far / n, n, NULL, "the same with seven stores far off: limits widened"),
  funnel("funnel.means", means, n, 1.1, "means of thirty made-up stores, normal limits"))
cat(toJSON(list(format = "manyi-reference/1", cases = cases), auto_unbox = TRUE, digits = NA, pretty = FALSE), "\n")
