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
    {"Heuristics.*Partition*", CLASS_broken},
    {"Heuristics.Zip.OverlappingFiles", CLASS_limits},
    {"Heuristics.XZ.DicSizeLimit", CLASS_limits},
    {"Heuristics.Safebrowsing.*", CLASS_phishing},
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

/*
 * Irregular pictures that every viewer shows; they are common in honest mail.
 */
static const char tolerated[] =
    "Heuristics.Broken.Media.JPEG.SpuriousBytesBeforeSegment, "
    "Heuristics.Broken.Media.GIF.UnknownBlockLabel, "
    "Heuristics.Broken.Media.PNG.InvalidChunkLength, "
    "Heuristics.Broken.Media.PNG.EOFReading*";

bool
signature_is_tolerated(const char *name)
{
	return text_glob_list(tolerated, name);
}

bool
signature_is_mail_limit(const char *name)
{
	return text_starts(name, "Heuristics.Limits.Exceeded.Email");
}

/* What libclamav 1.4 says as an error about the bytes that it reads. */
static const char *const about_data[] = {"GIF: *", "JPEG: *",
    "cli_parsetiff: *", "pdf_readstring: Invalid*",
    "email message decode error: *", "Couldn't decode binhex file *",
    "cli_scanxz: premature end *", "cli_scanxz: decompress error*",
    "cli_scanxz: DecompressInit failed*", "cli_untar: block read error*",
    "cli_scandmg: Failed getting XML*", "ole2: Invalid key length*",
    "ole2: Password length overflow*"};

bool
signature_error_is_about_data(const char *text)
{
	size_t i;

	for (i = 0; i < sizeof(about_data) / sizeof(about_data[0]); i++)
		if (text_glob(about_data[i], text))
			return true;
	return false;
}
