#!/usr/bin/perl
# Writes archives by hand, as their public descriptions say, on stdout:
#
#   rar4|rar5|lh0|lh5 FILE       one file; RAR and lh0 stored, lh5 with codes
#                                of eight bits for every byte
#   zip METHOD FILE PACKED       a zip whose member is packed elsewhere
#   lzma-zip FILE PACKED         the same from the format of lzma(1)
#   zeros MIB                    zeros in Zstandard, 4 bytes for 128 KiB
#   many-ar N, many-zip N        N empty members
use strict;
use warnings;

binmode STDOUT;

sub slurp {
	my ($path) = @_;
	open my $in, '<:raw', $path or die "$path: $!\n";
	local $/;
	my $data = <$in>;
	close $in;
	return $data;
}

sub crc32 {
	my ($data) = @_;
	my $crc = 0xffffffff;
	for my $byte (unpack 'C*', $data) {
		$crc ^= $byte;
		$crc = $crc & 1 ? $crc >> 1 ^ 0xedb88320 : $crc >> 1 for 1 .. 8;
	}
	return $crc ^ 0xffffffff;
}

sub crc16 {
	my ($data) = @_;
	my $crc = 0;
	for my $byte (unpack 'C*', $data) {
		$crc ^= $byte;
		$crc = $crc & 1 ? $crc >> 1 ^ 0xa001 : $crc >> 1 for 1 .. 8;
	}
	return $crc;
}

sub name_of {
	my ($path) = @_;
	$path =~ s{.*/}{};
	return $path;
}

# A block of RAR 4: checksum, then type, flags, size and what it holds.
sub rar4_block {
	my ($type, $flags, $body) = @_;
	my $block = pack('Cvv', $type, $flags, 7 + length $body) . $body;
	return pack('v', crc32($block) & 0xffff) . $block;
}

sub rar4 {
	my ($path) = @_;
	my $data = slurp($path);
	my $name = name_of($path);
	my $file = pack 'VVCVVCCvV', length $data, length $data, 2,
	    crc32($data), 0x58210000, 20, 0x30, length $name, 0x20;
	print "Rar!\x1a\x07\0", rar4_block(0x73, 0, "\0" x 6),
	    rar4_block(0x74, 0x8000, $file . $name), $data,
	    rar4_block(0x7b, 0x4000, '');
}

sub number {
	my ($n) = @_;
	my $out = '';
	while ($n > 0x7f) {
		$out .= chr($n & 0x7f | 0x80);
		$n >>= 7;
	}
	return $out . chr $n;
}

# A block of RAR 5: checksum over the size and what follows it.
sub rar5_block {
	my ($body) = @_;
	my $block = number(length $body) . $body;
	return pack('V', crc32($block)) . $block;
}

sub rar5 {
	my ($path) = @_;
	my $data = slurp($path);
	my $name = name_of($path);
	my $size = number(length $data);
	print "Rar!\x1a\x07\1\0", rar5_block("\1\0\0"),
	    rar5_block("\2\2$size\4$size" . number(0x20)
	    . pack('V', crc32($data)) . "\0\0" . number(length $name) . $name),
	    $data, rar5_block("\5\0\0");
}

# A header of level 0, its size and its sum before it.
sub lha {
	my ($method, $path, $data, $packed) = @_;
	my $name = name_of($path);
	my $header = "-$method-" . pack('VVVCCC', length $packed, length $data,
	    0x58210000, 0x20, 0, length $name) . $name
	    . pack('v', crc16($data));
	print pack('CC', length $header, unpack('%8C*', $header)), $header,
	    $packed, "\0";
}

sub lh0 {
	my ($path) = @_;
	my $data = slurp($path);
	lha('lh0', $path, $data, $data);
}

# One block: as many codes as bytes, lengths of codes (one value, 8, for each
# of 256 bytes), no distances, the bytes.
sub lh5 {
	my ($path) = @_;
	my $data = slurp($path);
	my $bits = sprintf('%016b', length $data) . '00000' . '01010'
	    . sprintf('%09b', 256) . '0000' . '0000' . unpack('B*', $data);
	lha('lh5', $path, $data, pack('B*', $bits));
}

sub zip_records {
	my ($method, $flags, $name, $data, $packed, $at) = @_;
	my $common = pack 'vvvvvVVVvv', 20, $flags, $method, 0, 0x21,
	    crc32($data), length $packed, length $data, length $name, 0;
	return ("PK\3\4$common$name$packed",
	    "PK\1\2" . pack('v', 20) . $common
	    . pack('vvvVV', 0, 0, 0, 0, $at) . $name);
}

sub zip_end {
	my ($n, $directory, $at) = @_;
	$n = 0xffff if $n > 0xffff;
	return "PK\5\6" . pack 'vvvvVVv', 0, 0, $n, $n, length $directory,
	    $at, 0;
}

sub zip {
	my ($method, $path, $packed, $flags) = @_;
	my ($member, $record) = zip_records($method, $flags // 0,
	    name_of($path), slurp($path), $packed, 0);
	print $member, $record, zip_end(1, $record, length $member);
}

# The properties move before the stream; its size ends with a mark.
sub lzma_zip {
	my ($path, $packed) = @_;
	zip(14, $path, "\x09\x14\5\0" . substr($packed, 0, 5)
	    . substr($packed, 13), 2);
}

# A frame with a window of 128 KiB, and blocks that repeat one byte.
sub zeros {
	my ($mib) = @_;
	my $blocks = $mib * 8;
	my $size = 128 * 1024;
	print "\x28\xb5\x2f\xfd\0\x38";
	print substr(pack('V', $size << 3 | 1 << 1), 0, 3), "\0"
	    for 2 .. $blocks;
	print substr(pack('V', $size << 3 | 1 << 1 | 1), 0, 3), "\0";
}

sub many_ar {
	my ($n) = @_;
	print "!<arch>\n";
	printf '%-16s%-12s%-6s%-6s%-8s%-10s`' . "\n", "m$_", 0, 0, 0, 100644, 0
	    for 1 .. $n;
}

# The first one names a method that makes the whole of it worth a look.
sub many_zip {
	my ($n) = @_;
	my ($members, $directory) = ('', '');
	for my $i (1 .. $n) {
		my ($member, $record) = zip_records($i == 1 ? 95 : 0, 0,
		    "m$i", '', '', length $members);
		$members .= $member;
		$directory .= $record;
	}
	print $members, $directory,
	    zip_end($n, $directory, length $members);
}

my ($kind, @args) = @ARGV;
my %kinds = (
    rar4 => \&rar4,
    rar5 => \&rar5,
    lh0 => \&lh0,
    lh5 => \&lh5,
    zip => sub { zip($_[0], $_[1], slurp($_[2])) },
    'lzma-zip' => sub { lzma_zip($_[0], slurp($_[1])) },
    zeros => \&zeros,
    'many-ar' => \&many_ar,
    'many-zip' => \&many_zip,
);
die "usage: make-archives.pl KIND ARGUMENT...\n"
    if !defined $kind || !$kinds{$kind};
$kinds{$kind}->(@args);
