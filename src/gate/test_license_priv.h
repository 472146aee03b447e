/* Texts that a vendor may have signed by mistake, and what is said of them. */
#ifndef TEST_LICENSE_PRIV_H
#define TEST_LICENSE_PRIV_H

#include "license.h"

struct signed_case {
	const char *lines;
	enum license_fault fault;
	const char *words;
};

#define TOP  "cgpward-license 1\nid: 1\nlicensee: A\ndomain: b\n"
#define DAYS "issued: 2026-11-21\nexpires: 2027-11-21\n"

static const struct signed_case signed_cases[] = {
    {TOP "messages-per-hour: 5\n" DAYS, LICENSE_GOOD, ""},
    {"cgpward-license 2\nid: 1\n", LICENSE_BAD_VERSION, "unknown version"},
    {TOP "messages-per-hour: 5\n" DAYS "colour: red\n", LICENSE_BAD_FIELD,
	"unknown field \"colour\""},
    {TOP "messages-per-hour: 5\n" DAYS "\n", LICENSE_BAD_FIELD,
	"unknown field \"\""},
    {TOP "messages-per-hour:5\n" DAYS, LICENSE_BAD_FIELD, "unknown field"},
    {TOP "id: 2\nmessages-per-hour: 5\n" DAYS, LICENSE_REPEATED, "twice"},
    {TOP "messages-per-hour: 5\nissued: 2026-11-21\n", LICENSE_BAD_FIELD,
	"lacks the field \"expires\""},
    {TOP DAYS, LICENSE_BAD_FIELD, "lacks the field \"messages-per-hour\""},
    {TOP "messages-per-hour: 0\n" DAYS, LICENSE_BAD_NUMBER, "number"},
    {TOP "messages-per-hour: 05\n" DAYS, LICENSE_BAD_NUMBER, "number"},
    {TOP "messages-per-hour: -5\n" DAYS, LICENSE_BAD_NUMBER, "number"},
    {TOP "messages-per-hour: 5 \n" DAYS, LICENSE_BAD_NUMBER, "number"},
    {TOP "messages-per-hour: 100000001\n" DAYS, LICENSE_BAD_NUMBER, "number"},
    {TOP "messages-per-hour: 99999999999999999999\n" DAYS, LICENSE_BAD_NUMBER,
	"number"},
    {TOP "messages-per-hour: 5\nissued: 2026-02-29\nexpires: never\n",
	LICENSE_BAD_DATE, "not a date"},
    {TOP "messages-per-hour: 5\nissued: never\nexpires: never\n",
	LICENSE_BAD_DATE, "not a date"},
    {TOP "messages-per-hour: 5\nissued: 2026-11-21\nexpires: soon\n",
	LICENSE_BAD_DATE, "\"never\""},
    {TOP "messages-per-hour: 5\nissued: 2026-11-21\nexpires: 2026-11-20\n",
	LICENSE_BAD_DATE, "before it is issued"},
    {"cgpward-license 1\nid: 1\nlicensee: \ndomain: b\n"
     "messages-per-hour: 5\n" DAYS,
	LICENSE_BAD_FIELD, "\"licensee\": it is not printable"},
};

#endif
