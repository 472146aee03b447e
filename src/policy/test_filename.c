/* Names and types of attachments. */
#include <stdlib.h>
#include <string.h>

#include "filename_priv.h"
#include "filetype_priv.h"
#include "test.h"

static void
assert_forms(const char *name, const char *first, const char *second)
{
	struct filename f;

	filename_read(name, NULL, &f);
	assert_int_equal(
	    f.n, (first != NULL ? 1 : 0) + (second != NULL ? 1 : 0));
	if (first != NULL)
		assert_string_equal(f.form[0], first);
	if (second != NULL)
		assert_string_equal(f.form[1], second);
	filename_fini(&f);
}

static void
names_come_in_the_forms_of_programs(void **state)
{
	(void)state;
	assert_forms("A.EXE", "a.exe", NULL);
	assert_forms("a.exe. . ", "a.exe", NULL);
	assert_forms("\"a.exe\"", "\"a.exe", NULL);
	assert_forms("dir/b\\c.Exe/", "c.exe", NULL);
	assert_forms("a.exe:x.txt", "a.exe:x.txt", "a.exe");
	assert_forms("C:a", "c:a", NULL);
	assert_forms("   :a", "   :a", NULL);
	assert_forms("a.e\x01xe\n", "a.exe", NULL);
	assert_forms("in\xe2\x80\xae"
		     "fdp.exe",
	    "infdp.exe", NULL);
	assert_forms("請求書.ＥＸＥ", "請求書.exe", NULL);
	assert_forms("ÄRGER.EXE", "ärger.exe", NULL);
	/* Composed and not: names from a Mac. */
	assert_forms("か\xe3\x82\x99.PDF", "が.pdf", NULL);
	/* Shift_JIS, as it stands in zips. */
	assert_forms(
	    "\x90\xbf\x8b\x81\x8f\x91\x82\xcc.exe", "請求書の.exe", NULL);
	assert_forms("", NULL, NULL);
	assert_forms(" . ", NULL, NULL);
	assert_forms("///", NULL, NULL);
}

static void
assert_deceptive(const char *name, const char *how)
{
	struct filename f;

	filename_read(name, NULL, &f);
	if (how == NULL)
		assert_null(f.deceptive);
	else
		assert_string_equal(f.deceptive, how);
	filename_fini(&f);
}

static void
names_that_hide_are_told(void **state)
{
	(void)state;
	assert_deceptive("in\xe2\x80\xae"
			 "fdp.exe",
	    "right-to-left override");
	assert_deceptive("in\xe2\x80\xad"
			 "fdp.exe",
	    "right-to-left override");
	assert_deceptive("invoice.pdf        .exe", "hidden by blanks");
	assert_deceptive("invoice.pdf\xe3\x80\x80\xe3\x80\x80\xe3\x80\x80"
			 "\xe3\x80\x80\xe3\x80\x80.exe",
	    "hidden by blanks");
	assert_deceptive(
	    "a.pdf                    x y.exe", "hidden by blanks");
	assert_deceptive("report.pdf......", "hidden by blanks");
	assert_deceptive(
	    "x.{3050F4D8-98B5-11CF-BB82-00AA00BDCE0B}", "class identifier");
	/* Honest names. */
	assert_deceptive("report.pdf", NULL);
	assert_deceptive("report.pdf ", NULL);
	assert_deceptive("Dr. Smith Jr.", NULL);
	assert_deceptive("wait......", NULL);
	assert_deceptive("a  b   c.txt", NULL);
	assert_deceptive("REPORT      1.txt", NULL);
	assert_deceptive("x.{not one}", NULL);
	/* Marks of direction are in names in Arabic and Hebrew. */
	assert_deceptive("\xe2\x80\x8f\xd7\x90\xd7\x91.pdf", NULL);
	assert_deceptive("\xe2\x81\xa8name\xe2\x81\xa9.pdf", NULL);
}

static void
double_extensions_are_told(void **state)
{
	struct globs *g = globs_new("*.exe, *.js, *.com", GLOBS_FILES);

	(void)state;
	assert_true(filename_is_double("invoice.pdf.exe", g));
	assert_true(filename_is_double("invoice.pdf        .exe", g));
	assert_true(filename_is_double("a.b.docx_.js", g));
	assert_true(filename_is_double(".pdf.exe", g));
	assert_false(filename_is_double("invoice.exe", g));
	assert_false(filename_is_double("jquery.min.js", g));
	assert_false(filename_is_double("archive.tar.gz", g));
	assert_false(filename_is_double("report.2026.xlsx", g));
	assert_false(filename_is_double("invoice.exe.pdf", g));
	assert_false(filename_is_double("pdf.exe", g));
	assert_false(filename_is_double("www.example.com", g));
	globs_free(&g);
}

#define ALL ((1U << FILE_TYPE_COUNT) - 1)
#define ASSERT_TYPE(text, type)                                                \
	assert_int_equal(                                                      \
	    filetype_of((const unsigned char *)(text), sizeof(text) - 1, ALL), \
	    type)

static void
types_are_told_by_content(void **state)
{
	unsigned char big[40000] = {0};

	(void)state;
	ASSERT_TYPE("\x7f"
		    "ELF\2\1\1",
	    1 << FILE_EXECUTABLE);
	ASSERT_TYPE("\xca\xfe\xba\xbe\0\0\0\2........", 1 << FILE_EXECUTABLE);
	ASSERT_TYPE("\xca\xfe\xba\xbe\0\0\0\x34........", 1 << FILE_JAVA);
	ASSERT_TYPE("#!/bin/sh\n", 1 << FILE_SCRIPT);
	ASSERT_TYPE("\r\n@Echo Off\r\n", 1 << FILE_SCRIPT);
	ASSERT_TYPE("var s = new ActiveXObject('x');", 1 << FILE_SCRIPT);
	ASSERT_TYPE("\x4c\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0\x46",
	    1 << FILE_SHORTCUT);
	ASSERT_TYPE("Rar!\x1a\x07\1", 1 << FILE_ARCHIVE);
	ASSERT_TYPE(
	    "PK\3\4aaaabbbbccccddddeeeeffff0000a.txt", 1 << FILE_ARCHIVE);
	ASSERT_TYPE("PK\3\4aaaabbbbccccddddeeeeffff00mimetypeapplication", 0);
	ASSERT_TYPE("PK\3\4aaaabbbbccccddddeeeeffff0000[Content_Types].xml"
		    " word/vbaProject.bin",
	    1 << FILE_OFFICE_MACROS);
	ASSERT_TYPE("PK\3\4aaaabbbbccccddddeeeeffff0000META-INF/MANIFEST.MF",
	    1 << FILE_JAVA);
	ASSERT_TYPE("ITSF\3\0\0\0", 1 << FILE_HELP);
	ASSERT_TYPE("CWS\x0a\x10\x20\0\0", 1 << FILE_FLASH);
	ASSERT_TYPE("CWS Inc. is a firm", 0);
	ASSERT_TYPE("MZ begins this sentence, which is longer than a header "
		    "of sixty-four bytes and is no program at all.",
	    0);
	ASSERT_TYPE("plain text", 0);
	ASSERT_TYPE("", 0);
	memcpy(big, "MZ", 2);
	big[60] = 0x80;
	memcpy(big + 0x80, "PE\0\0", 4);
	assert_int_equal(
	    filetype_of(big, sizeof(big), ALL), 1 << FILE_EXECUTABLE);
	assert_int_equal(filetype_of(big, sizeof(big), 1 << FILE_ARCHIVE), 0);
	memset(big, 0, sizeof(big));
	memcpy(big + 0x8001, "CD001", 5);
	assert_int_equal(
	    filetype_of(big, sizeof(big), ALL), 1 << FILE_DISK_IMAGE);
	memset(big, 0, sizeof(big));
	memcpy(big, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8);
	memcpy(big + 999, "_\0V\0B\0A\0_\0P\0R\0O\0J\0E\0C\0T\0", 24);
	assert_int_equal(
	    filetype_of(big, sizeof(big), ALL), 1 << FILE_OFFICE_MACROS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(names_come_in_the_forms_of_programs),
	    cmocka_unit_test(names_that_hide_are_told),
	    cmocka_unit_test(double_extensions_are_told),
	    cmocka_unit_test(types_are_told_by_content),
	};

	return RUN_TESTS(tests);
}
