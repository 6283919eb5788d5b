# Compares an SPSS file, as haven reads it, with the CSV export of the same answers: every cell, labels, user-missing numbers.
suppressMessages(library(haven))
args <- commandArgs(TRUE)
sav <- read_sav(args[1], user_na = TRUE)
csv <- read.csv(args[2], colClasses = "character", encoding = "UTF-8", check.names = FALSE, na.strings = character())
fail <- function(...) { cat(..., "\n"); quit(status = 1) }
if (nrow(sav) != nrow(csv) || ncol(sav) != ncol(csv)) fail("size", dim(sav), "is not", dim(csv))
if (!identical(names(sav), names(csv))) fail("names differ:", setdiff(names(sav), names(csv)))
unguarded <- function(text) sub("^'(?=['=+@\t\r-]|＝|＋|－|＠)", "", text, perl = TRUE)
cells <- 0
for (name in names(csv)) {
  left <- sav[[name]]
  right <- csv[[name]]
  if (is.character(left)) {
    same <- as.character(left) == unguarded(right)
  } else if (inherits(left, "POSIXct")) {
    same <- ifelse(is.na(left), "", format(left, "%Y-%m-%dT%H:%M:%S", tz = "UTC")) == right
  } else {
    range <- attr(left, "na_range")
    number <- as.numeric(unclass(left))
    missing <- !is.na(number) & !is.null(range) & number >= range[1] & number <= range[2]
    given <- suppressWarnings(as.numeric(right))
    same <- ifelse(missing | is.na(number), right == "", !is.na(given) & given == number)
    if (!is.null(range) && is.null(attr(left, "labels"))) fail(name, "has no labels")
  }
  cells <- cells + length(same)
  if (!all(same)) fail(name, "differs in", sum(!same), "rows, first", which(!same)[1])
}
cat("SPSS file in R:", cells, "cells agree\n")
