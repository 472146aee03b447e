/*
 * The command "cgpward license": keygen, issue and verify for the vendor,
 * show and advise for the administrator.
 */
#ifndef CMD_LICENSE_H
#define CMD_LICENSE_H

/*
 * Runs the command; argv[0] is "license". Writes to stdout and stderr.
 * Returns the exit code: 0 done, 1 the answer is no (not a valid license, or
 * it could not be made), 2 wrong usage.
 */
int cmd_license(int argc, char **argv);

#endif
