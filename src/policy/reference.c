/*
 * Character references of HTML: numbers, and the names that people and their
 * programs use.
 */
#include <string.h>

#include "html_priv.h"

enum { NAME_MAX_LEN = 8, LATIN1_FIRST = 160, REPLACEMENT = 0xfffd };

/* U+00A0 to U+00FF in order. */
static const char *const latin1[] = {"nbsp", "iexcl", "cent", "pound", "curren",
    "yen", "brvbar", "sect", "uml", "copy", "ordf", "laquo", "not", "shy",
    "reg", "macr", "deg", "plusmn", "sup2", "sup3", "acute", "micro", "para",
    "middot", "cedil", "sup1", "ordm", "raquo", "frac14", "frac12", "frac34",
    "iquest", "Agrave", "Aacute", "Acirc", "Atilde", "Auml", "Aring", "AElig",
    "Ccedil", "Egrave", "Eacute", "Ecirc", "Euml", "Igrave", "Iacute", "Icirc",
    "Iuml", "ETH", "Ntilde", "Ograve", "Oacute", "Ocirc", "Otilde", "Ouml",
    "times", "Oslash", "Ugrave", "Uacute", "Ucirc", "Uuml", "Yacute", "THORN",
    "szlig", "agrave", "aacute", "acirc", "atilde", "auml", "aring", "aelig",
    "ccedil", "egrave", "eacute", "ecirc", "euml", "igrave", "iacute", "icirc",
    "iuml", "eth", "ntilde", "ograve", "oacute", "ocirc", "otilde", "ouml",
    "divide", "oslash", "ugrave", "uacute", "ucirc", "uuml", "yacute", "thorn",
    "yuml"};

static const struct {
	const char *name;
	unsigned c;
} others[] = {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'},
    {"apos", '\''}, {"sol", '/'}, {"colon", ':'}, {"period", '.'},
    {"comma", ','}, {"excl", '!'}, {"num", '#'}, {"dollar", '$'},
    {"percnt", '%'}, {"lpar", '('}, {"rpar", ')'}, {"ast", '*'}, {"plus", '+'},
    {"semi", ';'}, {"equals", '='}, {"quest", '?'}, {"commat", '@'},
    {"lowbar", '_'}, {"Tab", ' '}, {"NewLine", '\n'}, {"OElig", 0x152},
    {"oelig", 0x153}, {"Scaron", 0x160}, {"scaron", 0x161}, {"Yuml", 0x178},
    {"fnof", 0x192}, {"ensp", 0x2002}, {"emsp", 0x2003}, {"thinsp", 0x2009},
    {"zwnj", 0x200c}, {"zwj", 0x200d}, {"lrm", 0x200e}, {"rlm", 0x200f},
    {"ndash", 0x2013}, {"mdash", 0x2014}, {"lsquo", 0x2018}, {"rsquo", 0x2019},
    {"sbquo", 0x201a}, {"ldquo", 0x201c}, {"rdquo", 0x201d}, {"bdquo", 0x201e},
    {"bull", 0x2022}, {"hellip", 0x2026}, {"lsaquo", 0x2039},
    {"rsaquo", 0x203a}, {"euro", 0x20ac}, {"trade", 0x2122}, {"larr", 0x2190},
    {"rarr", 0x2192}, {"minus", 0x2212}};

/* The character of a name, or 0. */
static unsigned
by_name(const char *name, size_t len)
{
	size_t i;

	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (strlen(others[i].name) == len &&
		    memcmp(others[i].name, name, len) == 0)
			return others[i].c;
	for (i = 0; i < sizeof(latin1) / sizeof(latin1[0]); i++)
		if (strlen(latin1[i]) == len &&
		    memcmp(latin1[i], name, len) == 0)
			return LATIN1_FIRST + (unsigned)i;
	return 0;
}

static int
digit_of(char c, unsigned base)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (base == 16 && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')))
		return (c | 32) - 'a' + 10;
	return -1;
}

/* "&#38;" and "&#x26;", also without the semicolon. */
static size_t
by_number(const char *s, size_t len, unsigned *c_r)
{
	unsigned base = len > 2 && (s[2] == 'x' || s[2] == 'X') ? 16 : 10;
	size_t start = base == 16 ? 3 : 2, i;
	unsigned c = 0;
	int digit;

	for (i = start; i < len && (digit = digit_of(s[i], base)) != -1; i++)
		c = c > 0x10ffff ? c : c * base + (unsigned)digit;
	if (i == start)
		return 0;
	if (c == 0 || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		c = REPLACEMENT;
	*c_r = c;
	return i < len && s[i] == ';' ? i + 1 : i;
}

size_t
html_reference(const char *s, size_t len, unsigned *c_r)
{
	size_t n = 0;
	unsigned c;

	if (len > 1 && s[1] == '#')
		return by_number(s, len, c_r);
	while (n + 1 < len && n < NAME_MAX_LEN &&
	       ((s[n + 1] >= 'a' && s[n + 1] <= 'z') ||
		   (s[n + 1] >= 'A' && s[n + 1] <= 'Z') ||
		   (s[n + 1] >= '0' && s[n + 1] <= '9')))
		n++;
	c = n > 0 ? by_name(s + 1, n) : 0;
	if (c == 0)
		return 0;
	*c_r = c;
	return n + 1 < len && s[n + 1] == ';' ? n + 2 : n + 1;
}
