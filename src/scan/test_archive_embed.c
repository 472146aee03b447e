/*
 * Files that lie in what is no archive and that libclamav does not find there,
 * though the programs that people open such files with do.
 */
#include "archives_rig_priv.h"
#include "documents_rig_priv.h"
#include "mime.h"

static void
each_kind_of_document_is_read(void **state)
{
	(void)state;
	assert_true(is_found_in(flat_opc, "mail/doc.xml/word/vba.bin"));
	assert_true(
	    is_found_in("\xef\xbb\xbf \n<office:document xmlns:office=\"x\"><p>"
			"<office:binary-data>" EICAR_64
			"</office:binary-data></p></office:document>",
		"mail/doc.xml/(no name)"));
	assert_true(is_found_in(XML "<VisioDocument><VBProjectData>" EICAR_64
				    "</VBProjectData></VisioDocument>",
	    "mail/doc.xml/(no name)"));
	assert_true(is_found_in(XML "<VisioDocument><ForeignData>" EICAR_64
				    "</ForeignData></VisioDocument>",
	    "mail/doc.xml/(no name)"));
	assert_false(is_found_in(EMPTY_WORD, "mail/doc.xml/x"));
	assert_int_equal(findings.n, 0);
}

/* Members that libclamav takes out of an archive are looked at as well. */
static void
documents_in_archives_are_read(void **state)
{
	enum { BLANKS = 100 * SECTOR };
	static const char plain[] = "<d><binData>" EICAR_64 "</binData></d>";
	static unsigned char tar[BLANKS + 5 * SECTOR];
	unsigned char *at = tar + SECTOR;

	(void)state;
	tar_head(tar, "doc.xml", sizeof(flat_opc) - 1);
	memcpy(at, flat_opc, sizeof(flat_opc) - 1);
	scan_attached("a.tar", tar, 8 * SECTOR);
	assert_true(
	    found(CLASS_infected, "Eicar", "mail/a.tar/doc.xml/word/vba.bin"));
	/* Behind more blanks than are looked at first. */
	tar_head(tar, "doc.xml", BLANKS + sizeof(plain) - 1);
	memset(at, ' ', BLANKS);
	memcpy(at + BLANKS, plain, sizeof(plain) - 1);
	scan_attached("a.tar", tar, sizeof(tar));
	assert_true(
	    found(CLASS_infected, "Eicar", "mail/a.tar/doc.xml/(no name)"));
}

static void
documents_keep_to_limits(void **state)
{
	(void)state;
	conf->limits_files = 2;
	assert_true(is_found_in(flat_opc, "mail/doc.xml/word/vba.bin"));
	conf->limits_files = 1;
	assert_false(is_found_in(flat_opc, "mail/doc.xml/word/vba.bin"));
	assert_true(found(CLASS_limits, "files", "mail/doc.xml"));
	conf->limits_files = 10;
	conf->limits_depth = 1;
	assert_true(is_found_in(flat_opc, "mail/doc.xml/word/vba.bin"));
	conf->limits_depth = 0;
	assert_false(is_found_in(flat_opc, "mail/doc.xml/word/vba.bin"));
	conf->limits_depth = 10;
	conf->limits_file_size = 1000;
	assert_true(is_found_in(flat_opc, "mail/doc.xml/word/vba.bin"));
	conf->limits_scan_size = sizeof(flat_opc) + 60;
	assert_false(is_found_in(flat_opc, "mail/doc.xml/word/vba.bin"));
	assert_true(found(CLASS_limits, "scan_size", "mail/doc.xml"));
}

/*
 * EICAR in a zlib stream that stores it, behind so long a head; in Word's place
 * something that needs a dictionary.
 */
static bool
is_found_packed(size_t head, unsigned said)
{
	unsigned char file[8192] = "ActiveMime";
	unsigned char *p = file + head;

	memcpy(file + 0x32, "\x78\x20", 2);
	file[0x1e] = (unsigned char)said;
	file[0x1f] = (unsigned char)(said >> 8);
	memcpy(file + 0x124, "\x78\x01\xff", 3);
	memcpy(p, "\x78\x01\1\x44\0\xbb\xff" EICAR, 7 + 68);
	return is_found(file, head + 7 + 68 + 4, "mail/doc.xml");
}

static void
packed_macros_are_unpacked(void **state)
{
	char empty[60] = "ActiveMime";

	(void)state;
	assert_true(is_found_packed(0x32, 4));
	assert_true(is_found_packed(0x22a, 0));
	assert_true(is_found_packed(0x1123, 0x1123 - 46));
	assert_true(is_found_packed(0x124, 0xffff));
	assert_true(is_found_packed(0x100, 0xffff));
	/* Something at the place that the head says that is no stream. */
	assert_true(is_found_packed(0x32, 0x24 - 46 + 0x100));
	assert_false(is_found_in("ActiveMime is what macros of documents are "
				 "packed as by some programs.",
	    "mail/doc.xml"));
	assert_int_equal(findings.n, 0);
	assert_false(is_found(empty, sizeof(empty), "mail/doc.xml"));
	assert_true(found(CLASS_broken, "unreadable archive", "mail/doc.xml"));
}

static void
packed_macros_keep_to_limits(void **state)
{
	(void)state;
	conf->limits_files = 1;
	assert_false(is_found_packed(0x22a, 0));
	assert_true(found(CLASS_limits, "files", "mail/doc.xml"));
	conf->limits_files = 2;
	assert_true(is_found_packed(0x22a, 0));
	conf->limits_scan_size = 700;
	assert_false(is_found_packed(0x22a, 0));
	assert_true(found(CLASS_limits, "scan_size", "mail/doc.xml"));
}

/* A PDF with EICAR attached, behind so many bytes that start with this. */
static bool
is_found_behind(const char *start, size_t start_len, size_t junk)
{
	static const char pdf[] =
	    "%PDF-1.4\n1 0 obj\n<< /Type /EmbeddedFile /Filter "
	    "/ASCIIHexDecode /Length 137 >>\nstream\n"
	    "58354f2150254041505b345c505a58353428505e2937434329377d2445494341"
	    "522d5354414e444152442d414e544956495255532d544553542d46494c452124"
	    "482b482a>\nendstream\nendobj\n"
	    "trailer << /Root 1 0 R >>\n%%EOF\n";
	char file[2048 + sizeof(pdf)];

	memset(file, 'x', junk);
	memcpy(file, start, start_len);
	memcpy(file + junk, pdf, sizeof(pdf));
	scan_attached("doc.pdf", file, junk + sizeof(pdf) - 1);
	return found(CLASS_infected, "Eicar", "mail/doc.pdf");
}

/* Files of all kinds, as which the engine looks at them. */
static void
a_pdf_behind_something_is_found(void **state)
{
	static const char starts[][9] = {"", "\xff\xd8\xff\xe0", "MZ\x90",
	    "{\\rtf1", "MSCF\0\0\0\0", "BM12", "\x1f\x8b\x08", "BZh9", "ID3",
	    "OggS", "RIFF", "FWS", "<html>", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
	    "PK\3\4", "7z\xbc\xaf\x27\x1c", "\x7f\x45LF"};
	size_t i, junk;

	(void)state;
	for (i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		if (!is_found_behind(starts[i], 8, 100))
			fail_msg("not found behind start %zu", i);
	assert_true(is_found_behind("", 0, 1));
	for (junk = 990; junk <= 1024; junk++)
		assert_true(is_found_behind("", 0, junk));
	assert_false(is_found_behind("", 0, 1025));
}

static void
a_pdf_behind_something_keeps_to_limits(void **state)
{
	(void)state;
	conf->limits_files = 1;
	assert_false(is_found_behind("MZ\x90", 3, 100));
	assert_true(found(CLASS_limits, "files", "mail/doc.pdf"));
	conf->limits_files = 2;
	assert_true(is_found_behind("MZ\x90", 3, 100));
	conf->limits_scan_size = 600;
	assert_false(is_found_behind("MZ\x90", 3, 100));
	assert_true(found(CLASS_limits, "scan_size", "mail/doc.pdf"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(each_kind_of_document_is_read),
	    TEST(documents_in_archives_are_read),
	    TEST(documents_keep_to_limits),
	    TEST(packed_macros_are_unpacked),
	    TEST(packed_macros_keep_to_limits),
	    TEST(a_pdf_behind_something_is_found),
	    TEST(a_pdf_behind_something_keeps_to_limits),
	};
	struct err e;

	mime_init();
	if (engine_init(&e) == -1)
		return 1;
	return RUN_TESTS(tests);
}
