/* The program: arguments and exit code. */
#include <stdio.h>
#include <string.h>

int
main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "--version") == 0)
		return puts("cgpward " CGPWARD_VERSION) < 0;
	(void)fputs("usage: cgpward --version\n", stderr);
	return 2;
}
