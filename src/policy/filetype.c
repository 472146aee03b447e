/*
 * What a file is by its content: a table of first bytes, and a closer look
 * where they are not enough.
 */
#include "filetype_priv.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "text.h"

enum {
	SCRIPT_LOOK = 4096,
	ZIP_LOOK = 4096,
	ISO_MARK = 0x8001, /* where the first descriptor is */
	ISO_STEP = 0x800,
	ISO_STEPS = 8,
	FOOTER = 512, /* of VHD and DMG */
	MACHO_ARCHITECTURES_MAX = 30
};

#define BIT(type) (1U << FILE_##type)

struct mark {
	size_t at;
	const char *bytes;
	size_t len;
	unsigned types;
};

#define MARK(at, bytes, type)                                                  \
	{                                                                      \
		at, bytes, sizeof(bytes) - 1, BIT(type)                        \
	}

static const struct mark marks[] = {
    MARK(0,
	"\x7f"
	"ELF",
	EXECUTABLE),
    MARK(0, "\xfe\xed\xfa\xce", EXECUTABLE),
    MARK(0, "\xfe\xed\xfa\xcf", EXECUTABLE),
    MARK(0, "\xce\xfa\xed\xfe", EXECUTABLE),
    MARK(0, "\xcf\xfa\xed\xfe", EXECUTABLE),
    MARK(0, "\x4c\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0\x46", SHORTCUT),
    MARK(0, "vhdxfile", DISK_IMAGE),
    MARK(0, "conectix", DISK_IMAGE),
    MARK(0, "QFI\xfb", DISK_IMAGE),
    MARK(0, "KDMV", DISK_IMAGE),
    MARK(0, "MSWIM\0\0\0", DISK_IMAGE),
    MARK(0, "Rar!\x1a\x07", ARCHIVE),
    MARK(0, "7z\xbc\xaf\x27\x1c", ARCHIVE),
    MARK(0, "\x1f\x8b\x08", ARCHIVE),
    MARK(0, "\x1f\x9d", ARCHIVE),
    MARK(4, "1AY&SY", ARCHIVE),
    MARK(0,
	"\xfd"
	"7zXZ\0",
	ARCHIVE),
    MARK(0, "\x28\xb5\x2f\xfd", ARCHIVE),
    MARK(0, "\x04\x22\x4d\x18", ARCHIVE),
    MARK(0, "LZIP\1", ARCHIVE),
    MARK(0, "MSCF\0\0\0\0", ARCHIVE),
    MARK(0, "\x60\xea", ARCHIVE),
    MARK(0, "ALZ\x01", ARCHIVE),
    MARK(0, "EGGA\0\1", ARCHIVE),
    MARK(0, "!<arch>\n", ARCHIVE),
    MARK(0, "xar!", ARCHIVE),
    MARK(2, "-lh", ARCHIVE),
    MARK(7, "**ACE**", ARCHIVE),
    MARK(257, "ustar", ARCHIVE),
    MARK(0, "ITSF", HELP),
    MARK(0, "?_\x03\0", HELP),
};

static unsigned
u16(const unsigned char *s)
{
	return s[0] | (unsigned)s[1] << 8;
}

static uint32_t
u32(const unsigned char *s)
{
	return u16(s) | (uint32_t)u16(s + 2) << 16;
}

static bool
has(const unsigned char *data, size_t len, const char *what, size_t n)
{
	return memmem(data, len, what, n) != NULL;
}

#define HAS(data, len, text) has(data, len, text, sizeof(text) - 1)

/* "MZ" can begin a text: the header behind it has to make sense. */
static bool
is_dos(const unsigned char *d, size_t len)
{
	uint32_t next;

	if (len < 64 || d[0] != 'M' || d[1] != 'Z')
		return false;
	next = u32(d + 60);
	if (next >= 64 && next < len - 4 &&
	    (memcmp(d + next, "PE\0\0", 4) == 0 ||
		memcmp(d + next, "NE", 2) == 0 ||
		memcmp(d + next, "LE", 2) == 0))
		return true;
	/* Bytes in the last page, pages, header in paragraphs. */
	return u16(d + 2) < 512 && u16(d + 4) > 0 && u16(d + 8) >= 2 &&
	       u16(d + 8) < 0x1000 && u16(d + 24) >= 0x1c &&
	       memchr(d, '\0', 64) != NULL;
}

/* Fat Mach-O and Java classes begin alike: few architectures, or a version. */
static unsigned
cafebabe(const unsigned char *d, size_t len)
{
	if (len < 8 || memcmp(d, "\xca\xfe\xba\xbe", 4) != 0)
		return 0;
	return d[4] == 0 && d[5] == 0 && d[6] == 0 &&
		       d[7] <= MACHO_ARCHITECTURES_MAX
		   ? BIT(EXECUTABLE)
		   : BIT(JAVA);
}

/* Documents and programs are zips too, but nobody would call them archives. */
static unsigned
zip(const unsigned char *d, size_t len)
{
	size_t n = len < ZIP_LOOK ? len : ZIP_LOOK;
	unsigned types = 0;

	if (len < 30 || memcmp(d, "PK\3\4", 4) != 0)
		return len > 4 && memcmp(d, "PK\5\6", 4) == 0 ? BIT(ARCHIVE)
							      : 0;
	if (HAS(d, n, "META-INF/MANIFEST.MF"))
		types = BIT(JAVA);
	else if (!HAS(d, n, "[Content_Types].xml") &&
		 !(len >= 38 && memcmp(d + 30, "mimetype", 8) == 0))
		types = BIT(ARCHIVE);
	if ((types & BIT(ARCHIVE)) == 0 && HAS(d, len, "vbaProject.bin"))
		types |= BIT(OFFICE_MACROS);
	return types;
}

/* Version and length behind the mark: neither is text. */
static unsigned
flash(const unsigned char *d, size_t len)
{
	return len >= 8 && strchr("FCZ", d[0]) != NULL && d[0] != '\0' &&
		       d[1] == 'W' && d[2] == 'S' && d[3] > 0 && d[3] < 60 &&
		       d[7] < ' '
		   ? BIT(FLASH)
		   : 0;
}

static unsigned
ole2(const unsigned char *d, size_t len)
{
	static const char project[] = "_\0V\0B\0A\0_\0P\0R\0O\0J\0E\0C\0T";

	if (len < 512 || memcmp(d, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8) != 0)
		return 0;
	return has(d, len, project, sizeof(project) - 1) ? BIT(OFFICE_MACROS)
							 : 0;
}

static bool
is_disk_image(const unsigned char *d, size_t len)
{
	size_t i, at;

	for (i = 0; i < ISO_STEPS; i++) {
		at = ISO_MARK + i * ISO_STEP;
		if (at + 5 <= len && (memcmp(d + at, "CD001", 5) == 0 ||
					 memcmp(d + at, "BEA01", 5) == 0 ||
					 memcmp(d + at, "NSR0", 4) == 0))
			return true;
	}
	return len >= FOOTER && (memcmp(d + len - FOOTER, "conectix", 8) == 0 ||
				    memcmp(d + len - FOOTER, "koly", 4) == 0);
}

/* Scripts have no mark; these are the words with which most of them begin. */
static unsigned
script(const unsigned char *d, size_t len)
{
	static const char *const words[] = {"wscript.", "createobject(",
	    "activexobject", "<hta:application", "scripting.filesystemobject",
	    "invoke-expression", "new-object net.webclient"};
	static const char *const starts[] = {"#!/", "#! /", "@echo off", "<job",
	    "<package", "on error resume next"};
	const char *s = (const char *)d;
	size_t n = len < SCRIPT_LOOK ? len : SCRIPT_LOOK, i;

	if (memchr(d, '\0', n) != NULL)
		return 0;
	if (n >= 3 && memcmp(s, "\xef\xbb\xbf", 3) == 0) {
		s += 3;
		n -= 3;
	}
	while (n > 0 && strchr(" \t\r\n", *s) != NULL) {
		s++;
		n--;
	}
	for (i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		if (n >= strlen(starts[i]) &&
		    text_find(s, strlen(starts[i]), starts[i]) == s)
			return BIT(SCRIPT);
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (text_find(s, n, words[i]) != NULL)
			return BIT(SCRIPT);
	return 0;
}

unsigned
filetype_of(const unsigned char *data, size_t len, unsigned wanted)
{
	unsigned types = 0;
	size_t i;

	for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (len >= marks[i].at + marks[i].len &&
		    memcmp(data + marks[i].at, marks[i].bytes, marks[i].len) ==
			0)
			types |= marks[i].types;
	if (is_dos(data, len))
		types |= BIT(EXECUTABLE);
	if (is_disk_image(data, len))
		types |= BIT(DISK_IMAGE);
	if (wanted & (BIT(ARCHIVE) | BIT(JAVA) | BIT(OFFICE_MACROS)))
		types |= zip(data, len) | ole2(data, len);
	if (wanted & BIT(SCRIPT))
		types |= script(data, len);
	types |= cafebabe(data, len) | flash(data, len);
	return types & wanted;
}

const char *
filetype_name(enum file_type type)
{
	static const char *const names[FILE_TYPE_COUNT] = {
	    [FILE_EXECUTABLE] = "executable",
	    [FILE_SCRIPT] = "script",
	    [FILE_SHORTCUT] = "shortcut",
	    [FILE_OFFICE_MACROS] = "office-macros",
	    [FILE_DISK_IMAGE] = "disk-image",
	    [FILE_ARCHIVE] = "archive",
	    [FILE_JAVA] = "java",
	    [FILE_HELP] = "help",
	    [FILE_FLASH] = "flash",
	};

	return names[type];
}
