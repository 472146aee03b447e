/*
 * The tables of test_evasion.c. Included once, after the types of the rows.
 */

/*
 * base64 text and how it is spoilt: line length, something put in behind
 * every so many characters, in front of and behind each line, before and
 * after all.
 */
static const struct text_row base64_rows[] = {
    {"plain", 76, 0, "", "", "", "", ""},
    {"lines of 1", 1, 0, "", "", "", "", ""},
    {"lines of 2", 2, 0, "", "", "", "", ""},
    {"lines of 3", 3, 0, "", "", "", "", ""},
    {"lines of 4", 4, 0, "", "", "", "", ""},
    {"lines of 5", 5, 0, "", "", "", "", ""},
    {"lines of 7", 7, 0, "", "", "", "", ""},
    {"lines of 61", 61, 0, "", "", "", "", ""},
    {"one line", 60000, 0, "", "", "", "", ""},
    {"spaces", 76, 1, " ", "", "", "", ""},
    {"tabs", 76, 1, "\t", "", "", "", ""},
    {"vertical tabs", 76, 1, "\v", "", "", "", ""},
    {"returns", 76, 1, "\r", "", "", "", ""},
    {"hashes", 76, 1, "#", "", "", "", ""},
    {"colons", 76, 1, ":", "", "", "", ""},
    {"dots", 76, 1, ".", "", "", "", ""},
    {"percents", 76, 1, "%", "", "", "", ""},
    {"hyphens", 76, 1, "-", "", "", "", ""},
    {"underscores", 76, 1, "_", "", "", "", ""},
    {"8-bit junk", 76, 1, "\xa0\xff", "", "", "", ""},
    {"stars in threes", 76, 3, "*", "", "", "", ""},
    {"pads in groups", 76, 4, "=", "", "", "", ""},
    {"pads in halves", 76, 2, "=", "", "", "", ""},
    {"pads in threes", 76, 3, "=", "", "", "", ""},
    {"pads everywhere", 76, 1, "=", "", "", "", ""},
    {"double pads", 76, 4, "==", "", "", "", ""},
    {"pad starts lines", 76, 0, "", "=", "", "", ""},
    {"pads start lines", 76, 0, "", "====", "", "", ""},
    {"pad ends lines", 76, 0, "", "", "=", "", ""},
    {"pads end lines", 64, 0, "", "", "===", "", ""},
    {"one more a line", 4, 0, "", "", "X", "", ""},
    {"two more a line", 4, 0, "", "", "XX", "", ""},
    {"three more a line", 4, 0, "", "", "XXX", "", ""},
    {"one more a long line", 64, 0, "", "", "Y", "", ""},
    {"comments in groups", 4, 0, "", "", "#abcDEF1", "", ""},
    {"comments in threes", 3, 0, "", "", "#abcDEF12", "", ""},
    {"star comments", 40, 0, "", "", "*no/base64+", "", ""},
    {"empty lines", 76, 0, "", "", "\n", "", ""},
    {"empty lines in threes", 3, 0, "", "", "\n", "", ""},
    {"blank lines", 60, 0, "", "", "\n \n", "", ""},
    {"pad before", 76, 0, "", "", "", "=\n", ""},
    {"pads before", 76, 0, "", "", "", "====\n", ""},
    {"one before", 76, 0, "", "", "", "A\n\n", ""},
    {"two before", 76, 0, "", "", "", "AB\n\n", ""},
    {"three before", 76, 0, "", "", "", "ABC\n\n", ""},
    {"group before", 76, 0, "", "", "", "QUJD\n\n", ""},
    {"padded before", 76, 0, "", "", "", "QUI=\n", ""},
    {"padded lines before", 76, 0, "", "", "", "QUI=\nQQ==\n", ""},
    {"begin before", 76, 0, "", "", "", "begin-base64 644 x\n", "====\n"},
    {"junk line before", 76, 0, "", "", "", "--- cut here ---\n", ""},
    {"pads after", 76, 0, "", "", "", "", "====\n"},
    {"run after", 76, 0, "", "", "", "", "=\nQUJDREVGR0hJ\n"},
    {"footer after", 76, 0, "", "", "", "", "\n_____\na list's footer\n"},
};

/* Pieces of so many bytes, each padded in some way. */
static const struct run_row run_rows[] = {
    {"runs of 1", 1, RUN_PADDED, 60},
    {"runs of 2", 2, RUN_PADDED, 60},
    {"runs of 4", 4, RUN_PADDED, 64},
    {"runs of 5 by line", 5, RUN_PADDED, 1},
    {"runs of 100", 100, RUN_PADDED, 1},
    {"runs of 1, one pad", 1, RUN_ONE_PAD, 60},
    {"runs of 1, one pad by line", 1, RUN_ONE_PAD, 1},
    {"runs of 2, pad first", 2, RUN_PAD_0, 60},
    {"runs of 2, pad second", 2, RUN_PAD_1, 60},
    {"runs of 2, pad third", 2, RUN_PAD_2, 60},
    {"runs without pads by line", 2, RUN_UNPADDED, 1},
    {"pads for zeros", 0, RUN_ZEROS, 76},
    {"pads that shorten", 0, RUN_SHORTENS, 1},
};

/* Escapes of quoted-printable: what stands before each, and its digits. */
static const struct qp_row qp_rows[] = {
    {"all escaped", "", QP_UPPER, "\n", 24},
    {"lower case", "", QP_LOWER, "\n", 24},
    {"mixed case", "", QP_MIXED, "\n", 24},
    {"one a line", "", QP_UPPER, "\n", 1},
    {"breaks with blank", "", QP_UPPER, " \n", 10},
    {"breaks with tab", "", QP_UPPER, "\t \n", 10},
    {"breaks by CR", "", QP_UPPER, "\r", 10},
    {"pad before", "=", QP_UPPER, "\n", 10},
    {"digit before", "=0", QP_UPPER, "\n", 10},
    {"digit and letter before", "=0X", QP_UPPER, "\n", 10},
    {"digit and small letter before", "=0a", QP_UPPER, "\n", 10},
    {"letters before", "=XX", QP_UPPER, "\n", 10},
    {"blank before", "= ", QP_UPPER, "\n", 10},
    {"blanks before", "=  ", QP_UPPER, "\n", 10},
    {"small digit before", "=a", QP_UPPER, "\n", 10},
};

/* Fields for a base64 body; the line ends are part of them. */
static const struct head_row encoding_rows[] = {
    {"no blank", "Content-Transfer-Encoding:base64\n"},
    {"tab", "Content-Transfer-Encoding:\tbase64\n"},
    {"vertical tab", "Content-Transfer-Encoding:\vbase64\n"},
    {"return", "Content-Transfer-Encoding:\rbase64\n"},
    {"case", "cONTENT-tRANSFER-eNCODING: bASE64\n"},
    {"x-base64", "Content-Transfer-Encoding: x-base64\n"},
    {"base64 url", "Content-Transfer-Encoding: base64url\n"},
    {"folded", "Content-Transfer-Encoding:\n base64\n"},
    {"folded twice", "Content-Transfer-Encoding:\n \n\tbase64\n"},
    {"quoted", "Content-Transfer-Encoding: \"base64\"\n"},
    {"escaped", "Content-Transfer-Encoding: ba\\se64\n"},
    {"word b", "Content-Transfer-Encoding: =?utf-8?b?YmFzZTY0?=\n"},
    {"word q", "Content-Transfer-Encoding: =?utf-8?q?base64?=\n"},
    {"comment before", "Content-Transfer-Encoding: (7bit) base64\n"},
    {"comment inside", "Content-Transfer-Encoding: base(7bit)64\n"},
    {"folded comment", "Content-Transfer-Encoding: base(\n )64\n"},
    {"comment after", "Content-Transfer-Encoding: base64 (7bit)\n"},
    {"word before", "Content-Transfer-Encoding: 7bit base64\n"},
    {"word after", "Content-Transfer-Encoding: base64 7bit\n"},
    {"glued before", "Content-Transfer-Encoding: xbase64\n"},
    {"glued after", "Content-Transfer-Encoding: base64x\n"},
    {"comma", "Content-Transfer-Encoding: base64,\n"},
    {"comma before", "Content-Transfer-Encoding: ,base64\n"},
    {"list", "Content-Transfer-Encoding: 7bit,base64\n"},
    {"semicolon", "Content-Transfer-Encoding: base64; x=y\n"},
    {"semicolon before", "Content-Transfer-Encoding: ;base64\n"},
    {"blank and colon", "Content-Transfer-Encoding : base64\n"},
    {"two colons", "Content-Transfer-Encoding:: base64\n"},
    {"no colon", "Content-Transfer-Encoding base64\n"},
    {"blank first", " Content-Transfer-Encoding: base64\n"},
    {"tab first", "X-A: b\n\tContent-Transfer-Encoding: base64\n"},
    {"return first", "\rContent-Transfer-Encoding: base64\n"},
    {"behind a return", "X-A: b\rContent-Transfer-Encoding: base64\n"},
    {"twice, wrong first", "Content-Transfer-Encoding: 7bit\n"
			   "Content-Transfer-Encoding: base64\n"},
    {"twice, wrong last", "Content-Transfer-Encoding: base64\n"
			  "Content-Transfer-Encoding: 8bit\n"},
    {"twice, with qp", "Content-Transfer-Encoding: quoted-printable\n"
		       "Content-Transfer-Encoding: base64\n"},
    {"twice, empty first", "Content-Transfer-Encoding:\n"
			   "Content-Transfer-Encoding: base64\n"},
    {"twice, empty last", "Content-Transfer-Encoding: base64\n"
			  "Content-Transfer-Encoding: \n"},
    {"behind a junk line", "junk\nContent-Transfer-Encoding: base64\n"},
    {"behind a binary line", "\x01\x02\nContent-Transfer-Encoding: base64\n"},
    {"behind a blank line", " \nContent-Transfer-Encoding: base64\n"},
    {"misspelt", "Content-Transfer-Encodeing: base64\n"},
};

/* Boundaries: what the head says, and what stands in the body. */
static const struct boundary_row boundary_rows[] = {
    {"plain", "; boundary=b1", "b1"},
    {"quoted", "; boundary=\"b1\"", "b1"},
    {"folded", ";\n boundary=b1", "b1"},
    {"folded twice", ";\n \n boundary=b1", "b1"},
    {"blank after", "; boundary= b1", "b1"},
    {"blank before", "; boundary =b1", "b1"},
    {"folded before", "; boundary\n =b1", "b1"},
    {"folded after", "; boundary=\n b1", "b1"},
    {"escaped", "; boundary=b\\1", "b1"},
    {"escape kept", "; boundary=b\\1", "b\\1"},
    {"escaped quote", "; boundary=\"b\\\"1\"", "b\"1"},
    {"escaped name", "; bound\\ary=b1", "b1"},
    {"wrong name", "; oundary=b1", "b1"},
    {"single quotes", "; boundary='b1'", "b1"},
    {"single quotes kept", "; boundary='b1'", "'b1'"},
    {"blank inside", "; boundary=\"b 1\"", "b 1"},
    {"blank inside, bare", "; boundary=b 1", "b 1"},
    {"blank inside, cut", "; boundary=b 1", "b"},
    {"blank at the end", "; boundary=\"b1 \"", "b1"},
    {"blank in the body", "; boundary=\"b1\"", "b1 "},
    {"tab in the body", "; boundary=\"b1\"", "b1\t"},
    {"vertical tab in the body", "; boundary=\"b1\"", "b1\v"},
    {"return in the body", "; boundary=\"b1\"", "b1\r"},
    {"longer in the body", "; boundary=b1", "b1XX"},
    {"words in the body", "; boundary=b1", "b1 XX"},
    {"hyphen in the body", "; boundary=b1", "b1-"},
    {"different ends", "; boundary=\"b1 x\"", "b1 y"},
    {"empty", "; boundary=\"\"", ""},
    {"blank", "; boundary=\" \"", " "},
    {"missing", "", "b1"},
    {"no semicolon", " boundary=b1", "b1"},
    {"comma", ", boundary=b1", "b1"},
    {"behind a word", "; x=y boundary=b1", "b1"},
    {"behind a quote", "; x=y\"boundary=b1", "b1"},
    {"in quotes", "; x=\"y;boundary=b1\"", "b1"},
    {"in open quotes", "; x=\"y;boundary=b1", "b1"},
    {"all in quotes", "; \"boundary=b1\"", "b1"},
    {"open quote", "; boundary=\"b1", "b1"},
    {"open quote kept", "; boundary=\"b1", "\"b1"},
    {"quote inside", "; boundary=b\"1\"", "b\"1\""},
    {"quote inside, cut", "; boundary=b\"1\"", "b"},
    {"twice, good first", "; boundary=b1; boundary=b2", "b1"},
    {"twice, good last", "; boundary=b2; boundary=b1", "b1"},
    {"named twice", "; boundary=boundary=b1", "b1"},
    {"named twice, kept", "; boundary=boundary=b1", "boundary=b1"},
    {"semicolon kept", "; boundary=b;1", "b;1"},
    {"semicolon escaped", "; boundary=b\\;1", "b;1"},
    {"comment behind", "; boundary=b1()", "b1"},
    {"comment kept", "; boundary=b1()", "b1()"},
    {"comment before", "; boundary=(x)b1", "b1"},
    {"comment in the name", "; bound(x)ary=b1", "b1"},
    {"comment around", "; ( boundary=b1 )", "b1"},
    {"comment with another", "; boundary=(boundary=b2)b1", "b2"},
    {"extended", "; boundary*=''b1", "b1"},
    {"extended, escaped", "; boundary*=us-ascii'en'%62%31", "b1"},
    {"numbered", "; boundary*0=b; boundary*1=1", "b1"},
    {"numbered, escaped", "; boundary*0*=''%62; boundary*1*=%31", "b1"},
    {"numbered backwards", "; boundary*1=1; boundary*0=b", "b1"},
    {"numbers in order", "; boundary*1=b; boundary*0=1", "b1"},
    {"numbers repeated", "; boundary*0=b; boundary*0=x; boundary*1=1", "b1"},
    {"numbers missing", "; boundary*0=b; boundary*2=1", "b1"},
    {"UTF-16, big", "; boundary*=utf-16''%00b%001", "b1"},
    {"UTF-16, little", "; boundary*=utf-16''b%001%00", "b1"},
    {"extended and plain", "; boundary*=''b1; boundary=b2", "b1"},
    {"plain and extended", "; boundary=b1; boundary*=''b2", "b1"},
    {"encoded word", "; boundary=\"=?utf-8?q?b1?=\"", "b1"},
    {"encoded word, b", "; boundary=\"=?utf-8?b?YjE=?=\"", "b1"},
};

/*
 * Whole mails. %P stands for a part with the payload, head and body, %H for
 * the head of such a part and %B for its body.
 */
static const struct head_row structure_rows[] = {
    {"single", "%P"},
    {"no head ends", "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
		     "Content-Transfer-Encoding: base64\n%B--b--\n"},
    {"head ends by blank", "Content-Transfer-Encoding: base64\n \n%B"},
    {"head ends by tab", "Content-Transfer-Encoding: base64\n\t\n%B"},
    {"head ends by vertical tab", "Content-Transfer-Encoding: base64\n\v\n%B"},
    {"head ends twice", "Content-Transfer-Encoding: base64\n \n \n%B"},
    {"junk ends head", "Content-Transfer-Encoding: base64\nQUJD\n\n%B"},
    {"padded junk ends head", "Content-Transfer-Encoding: base64\nQUI=\n\n%B"},
    {"two junk lines end head",
	"Content-Transfer-Encoding: base64\nQUI=\nQUI=\n\n%B"},
    {"junk line, no empty one", "Content-Transfer-Encoding: base64\nQUJD\n%B"},
    {"no type", "\n--b\n%P--b--\n"},
    {"type is text", "Content-Type: text/plain\n\n--b\n%P--b--\n"},
    {"type twice", "Content-Type: text/plain\n"
		   "Content-Type: multipart/mixed; boundary=b\n\n"
		   "--b\n%P--b--\n"},
    {"type twice, text last", "Content-Type: multipart/mixed; boundary=b\n"
			      "Content-Type: text/plain\n\n--b\n%P--b--\n"},
    {"types disagree", "Content-Type: multipart/mixed; boundary=b2\n"
		       "Content-Type: multipart/mixed; boundary=b\n\n"
		       "--b2\n\nx\n--b\n%P--b--\n--b2--\n"},
    {"type misspelt", "Content-Typ: multipart/mixed; boundary=b\n\n"
		      "--b\n%P--b--\n"},
    {"multipart misspelt",
	"Content-Type: mltipart/mixed; boundary=b\n\n--b\n%P--b--\n"},
    {"type escaped",
	"Content-Type: multi\\part/mixed; boundary=b\n\n--b\n%P--b--\n"},
    {"type quoted",
	"Content-Type: \"multipart/mixed\"; boundary=b\n\n--b\n%P--b--\n"},
    {"type with comment",
	"Content-Type: multi(x)part/mixed; boundary=b\n\n--b\n%P--b--\n"},
    {"type behind comment",
	"Content-Type: () multipart/mixed; boundary=b\n\n--b\n%P--b--\n"},
    {"type without slash",
	"Content-Type: multipart; boundary=b\n\n--b\n%P--b--\n"},
    {"type behind CR",
	"X-A: b\rContent-Type: multipart/mixed; boundary=b\n\n--b\n%P--b--\n"},
    {"type folded away",
	"X-A: b\n Content-Type: multipart/mixed; boundary=b\n\n--b\n%P--b--\n"},
    {"type behind junk",
	"X-A\nContent-Type: multipart/mixed; boundary=b\n\n--b\n%P--b--\n"},
    {"boundary in head", "Content-Type: multipart/mixed; boundary=\"b:\"\n"
			 "--b:--\n\n--b:\n%P--b:--\n"},
    {"no end", "Content-Type: multipart/mixed; boundary=b\n\n--b\n%P"},
    {"no inner end", "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
		     "Content-Type: multipart/mixed; boundary=c\n\n--c\n%P"
		     "--b--\n"},
    {"behind the end", "Content-Type: multipart/mixed; boundary=b\n\n"
		       "--b\n\nx\n--b--\n--b\n%P--b--\n"},
    {"before the start", "Content-Type: multipart/mixed; boundary=b\n\n"
			 "--c\n%P--c--\n--b\n\nx\n--b--\n"},
    {"inner end is outer", "Content-Type: multipart/mixed; boundary=b\n\n"
			   "--b\nContent-Type: multipart/mixed;"
			   " boundary=b--\n\n--b--\n%P--b----\n--b--\n"},
    {"inner is outer", "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
		       "Content-Type: multipart/mixed; boundary=b\n\n"
		       "--b\n%P--b--\n--b--\n"},
    {"inner starts outer", "Content-Type: multipart/mixed; boundary=bb\n\n"
			   "--bb\nContent-Type: multipart/mixed;"
			   " boundary=b\n\n--b\n%P--b--\n--bb--\n"},
    {"outer starts inner", "Content-Type: multipart/mixed; boundary=b\n\n"
			   "--b\nContent-Type: multipart/mixed;"
			   " boundary=bb\n\n--bb\n%P--bb--\n--b--\n"},
    {"outer in inner body", "Content-Type: multipart/mixed; boundary=##\n\n"
			    "--##\nContent-Type: multipart/mixed;"
			    " boundary=b\n\n--b\n%H\n--##\n%B--b--\n"
			    "--##--\n"},
    {"boundary behind CR", "Content-Type: multipart/mixed; boundary=b\n\n"
			   "x\n\r--b\n%P--b\n\ny\n--b--\n"},
    {"boundary behind blank and CR",
	"Content-Type: multipart/mixed; boundary=b\n\n"
	" \r--b\n%P--b\n\ny\n--b--\n"},
    {"boundary ended by CR", "Content-Type: multipart/mixed; boundary=b\n\n"
			     "--b\r%P--b\n\ny\n--b--\n"},
    {"boundary behind blanks", "Content-Type: multipart/mixed; boundary=b\n\n"
			       " --b\n%P--b--\n"},
    {"digest", "Content-Type: multipart/digest; boundary=b\n\n--b\n\n"
	       "From: a@x\n%P--b--\n"},
    {"digest without head", "Content-Type: multipart/digest; boundary=b\n\n"
			    "--b\nFrom: a@x\n%P--b--\n"},
    {"message", "Content-Type: message/rfc822\n\nFrom: a@x\n%P"},
    {"message/global", "Content-Type: message/global\n\nFrom: a@x\n%P"},
    {"message/news", "Content-Type: message/news\n\nFrom: a@x\n%P"},
    {"head starts with empty line",
	"Content-Type: multipart/mixed; boundary=b\n\n--b\n\n%P--b--\n"},
    {"head starts with colon",
	"Content-Type: multipart/mixed; boundary=b\n\n--b\n:\n%P--b--\n"},
};
