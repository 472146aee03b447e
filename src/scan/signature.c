/* Names of signatures and heuristics, as libclamav 1.4 gives them. */
#include "signature.h"

#include <stddef.h>

#include "text.h"

struct rule {
	const char *glob;
	enum msg_class class;
};

/* The first that matches decides. */
static const struct rule rules[] = {
    {"Heuristics.Limits.Exceeded*", CLASS_limits},
    {"Heuristics.Email.ExceedsMax*", CLASS_limits},
    {"Heuristics.Encrypted.*", CLASS_encrypted},
    {"Heuristics.Phishing.*", CLASS_phishing},
    {"Heuristics.OLE2.ContainsMacros*", CLASS_macro},
    {"Heuristics.Structured.*", CLASS_structured},
    {"Heuristics.Broken.*", CLASS_broken},
    {"PUA.*", CLASS_pua},
    {"*.Phishing.*", CLASS_phishing},
};

enum msg_class
signature_class(const char *name, const char *worm_globs)
{
	size_t i;

	for (i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (text_glob(rules[i].glob, name))
			return rules[i].class;
	if (text_glob_list(worm_globs, name))
		return CLASS_worm;
	return CLASS_infected;
}
