/*
 * The configuration file: an INI file whose options are the table
 * options.def. A loaded configuration never changes, so that any number of
 * threads may read it; whoever shares it counts the references.
 */
#ifndef CONFIG_H
#define CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "class.h"
#include "err.h"

enum {
	CONFIG_FILE_MAX = 1 << 23, /* bytes; a larger file is refused */
	CONFIG_PERCENTS_MAX = 8
};

/* The words of ENUM options have the order of options.def. */
enum { RELOAD_AUTO, RELOAD_CONCURRENT, RELOAD_BLOCKING };
enum { EXCEEDED_DEFER, EXCEEDED_HOLD, EXCEEDED_PASS };
enum { EVERY_OFF, EVERY_DAY, EVERY_WEEK, EVERY_MONTH };
/* Bits of [notices] to and language. */
enum { NOTICES_POSTMASTER = 1, NOTICES_SENDER = 2, NOTICES_RECIPIENTS = 4 };
enum { LANGUAGE_EN = 1, LANGUAGE_JA = 2 };
/* The words of [log] level are those of enum log_level in log.h. */

/* The words of [attachments] banned_types. */
enum file_type {
	FILE_EXECUTABLE,
	FILE_SCRIPT,
	FILE_SHORTCUT,
	FILE_OFFICE_MACROS,
	FILE_DISK_IMAGE,
	FILE_ARCHIVE,
	FILE_JAVA,
	FILE_HELP,
	FILE_FLASH,
	FILE_TYPE_COUNT
};

/* Where content rules look: bits. */
enum content_place {
	CONTENT_SUBJECT = 1,
	CONTENT_FROM = 2,
	CONTENT_TO = 4,
	CONTENT_BODY = 8,
	CONTENT_ATTACHMENT = 16,
	CONTENT_ANY = 31,
	CONTENT_HEADER = 32 /* the fields in content_rule.fields */
};

enum { AUTHENTICATED_ANY, AUTHENTICATED_NO, AUTHENTICATED_YES };

/* Ascending, without doubles. */
struct percents {
	unsigned n;
	unsigned value[CONFIG_PERCENTS_MAX];
};

/* The number of every option, in the order of the table. */
enum option_id {
#define OPTION(section, key, type, dflt, lo, hi, words, flags, help)           \
	OPTION_##section##_##key,
#include "options.def"
#undef OPTION
	OPTION_COUNT
};

#define OPTION_DECL_BOOL(field)     bool field;
#define OPTION_DECL_UINT(field)     unsigned field;
#define OPTION_DECL_SIZE(field)     uint64_t field; /* bytes */
#define OPTION_DECL_TIME(field)     uint64_t field; /* milliseconds */
#define OPTION_DECL_STRING(field)   char *field;
#define OPTION_DECL_FIELD(field)    char *field;
#define OPTION_DECL_PATH(field)     char *field;
#define OPTION_DECL_ENUM(field)     int field;
#define OPTION_DECL_LIST(field)     char *field;
#define OPTION_DECL_PERCENTS(field) struct percents field;
#define OPTION_DECL_WORDS(field)    unsigned field; /* 1 << place */
#define OPTION_DECL_PATTERN(field)  char *field;
#define OPTION_DECL_ADDRESS(field)  char *field;
#define OPTION_DECL_TEMPLATE(field) char *field;
#define OPTION_DECL_ACTION(field)
#define NAMED_DECL_BOOL(field)    bool field;
#define NAMED_DECL_ENUM(field)    int field;
#define NAMED_DECL_LIST(field)    char *field;
#define NAMED_DECL_PATTERN(field) char *field;
#define NAMED_DECL_ACTION(field)  struct action field;

struct globs;
struct networks;
struct needles;
struct pattern;

enum {
#define CONTENT(key, type, dflt, lo, hi, words, help) CONTENT_KEY_##key,
#include "sections.def"
	CONTENT_KEY_COUNT
};

/* [content NAME] */
struct content_rule {
	char *name;
#define CONTENT(key, type, dflt, lo, hi, words, help)                          \
	NAMED_DECL_##type(content_##key)
#include "sections.def"
	unsigned line[CONTENT_KEY_COUNT]; /* where given; 0: the default */
	unsigned begins;                  /* line of the section */

	unsigned places; /* of enum content_place */
	char *fields;    /* "Name, Name": for CONTENT_HEADER; or NULL */
	enum msg_class class;
	const struct action *action; /* NULL: that of the class */
	struct pattern *pattern;
};

enum {
#define POLICY(key, type, dflt, lo, hi, words, help) POLICY_KEY_##key,
#include "sections.def"
	POLICY_KEY_COUNT
};

/* [policy NAME] */
struct policy {
	char *name;
#define POLICY(key, type, dflt, lo, hi, words, help)                           \
	NAMED_DECL_##type(policy_##key)
#include "sections.def"
	unsigned line[POLICY_KEY_COUNT]; /* where given; 0: the default */
	unsigned begins;                 /* line of the section */

	/* NULL: all that there are. */
	struct globs *senders, *recipients, *domains;
	struct networks *sources;

	/* What holds for its messages: complete, with this policy's values. */
	struct config *config;
};

struct config {
	char *file;   /* absolute path of the file */
	char *folder; /* absolute; relative paths were joined to it */

	/*
	 * One field for each option, such as limits_message_size. Texts are
	 * never NULL. Paths are absolute, or a word of the table ("auto"), or
	 * empty where that is allowed.
	 */
#define OPTION(section, key, type, dflt, lo, hi, words, flags, help)           \
	OPTION_DECL_##type(section##_##key)
#include "options.def"
#undef OPTION
	struct action action[CLASS_COUNT]; /* [actions] */

	unsigned line[OPTION_COUNT]; /* where it was given; 0: the default */

	/*
	 * The policy that this is the configuration of, or NULL. Such a
	 * configuration lives as long as the one that was loaded; only what
	 * the policy says itself has a line.
	 */
	const struct policy *policy;

	/* Made from [attachments]; NULL: no names. */
	struct globs *banned_names, *allowed_names;
	struct globs *runnable_names; /* the default of banned_names */

	struct content_rule *content; /* in the order of the file */
	size_t content_n;
	struct needles *needles; /* of all content rules, by their place */

	struct policy *policies; /* in the order of the file */
	size_t policies_n;

	bool engine_pua; /* [scan] pua here or in a policy */

	/*
	 * Hashes of the values of all options and sections, and of those
	 * that the engine is built from. Equal values give equal hashes,
	 * wherever they were written.
	 */
	uint64_t stamp, engine_stamp;
};

/*
 * Reads a configuration. All errors are found in one go and added to `errors`
 * in the order of their lines, each as "FILE:LINE: what is wrong and what to
 * do" and a "\n"; without a line number where the whole file is meant. FILE
 * is `path` as it was given; what came from the file is escaped.
 * Returns 0, or -1 with errors and no configuration.
 */
int config_load(const char *path, struct config **config_r, struct buf *errors);

/*
 * Frees the configuration with those of its policies and sets the pointer to
 * NULL; NULL is fine.
 */
void config_free(struct config **config);

/*
 * A copy of a configuration that looks for all that any of them looks for:
 * [scan] has every switch and every text of them. It is valid as long as the
 * first, and freed with config_wide_free.
 */
struct config *config_wide_new(const struct config *config);
void config_wide_add(struct config *wide, const struct config *config);
void config_wide_free(struct config **wide);

/*
 * Finds the configuration file: `given` (from -c) when it is not NULL, else
 * the first that exists of CGPWard/cgpward.cfg, cgpward.cfg and
 * /etc/cgpward/cgpward.cfg. Returns a path to be freed by the caller, or NULL
 * with a text that names all the places where it looked.
 */
char *config_find(const char *given, struct err *e);

/*
 * Writes every option as "key = value ; origin" below its section, origin
 * being "default" or FILE:LINE. Values that came from the file are escaped.
 */
void config_dump(const struct config *config, struct buf *out);

/* Writes the file cfg/cgpward.cfg: every option with its help and default. */
void config_write_example(struct buf *out);

#endif
