#include "host/plugins/note_reader.hpp"

#include <elf.h>
#include <gtest/gtest.h>
#include <herald/abi.h>

#include <cstring>
#include <vector>

#include "tests/unit/plugins/scratch.hpp"

// The macro must end its note without a gap for every length of manifest.
namespace length_1 {
HERALD_PLUGIN_NOTE("1", 0);
}
namespace length_2 {
HERALD_PLUGIN_NOTE("12", 0);
}
namespace length_3 {
HERALD_PLUGIN_NOTE("123", 0);
}
namespace length_4 {
HERALD_PLUGIN_NOTE("1234", 0);
}

namespace herald::plugins {
namespace {

constexpr std::string_view kManifest = R"({"id":"x"})";

template <class T>
void add(std::string& bytes, const T& value) {
  bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

std::string note(std::string_view owner, std::string_view desc, std::size_t align = 4) {
  std::string bytes;
  add(bytes, Elf64_Nhdr{static_cast<Elf64_Word>(owner.size() + 1), static_cast<Elf64_Word>(desc.size()), 1});
  bytes.append(owner).push_back('\0');
  bytes.resize((bytes.size() + align - 1) / align * align);
  bytes.append(desc);
  bytes.resize((bytes.size() + align - 1) / align * align);
  return bytes;
}

herald_note_header note_header() { return {1, 1, 1, 0, sizeof(herald_note_header), 0, "0123456789abcdef"}; }

std::string desc(std::string_view manifest = kManifest, herald_note_header head = note_header()) {
  std::string bytes;
  add(bytes, head);
  bytes.append(manifest).push_back('\0');
  return bytes;
}

Elf64_Ehdr header() {
  Elf64_Ehdr head{};
  std::memcpy(head.e_ident, ELFMAG, SELFMAG);
  head.e_ident[EI_CLASS] = ELFCLASS64;
  head.e_ident[EI_DATA] = ELFDATA2LSB;
  head.e_type = ET_DYN;
#if defined(__x86_64__)
  head.e_machine = EM_X86_64;
#else
  head.e_machine = EM_AARCH64;
#endif
  head.e_phoff = sizeof(Elf64_Ehdr);
  head.e_phentsize = sizeof(Elf64_Phdr);
  head.e_phnum = 1;
  return head;
}

/// An ELF file with one note segment.
std::string file(std::string_view segment, std::uint64_t align = 4, Elf64_Ehdr head = header()) {
  std::string bytes;
  add(bytes, head);
  Elf64_Phdr program{};
  program.p_type = PT_NOTE;
  program.p_offset = sizeof(Elf64_Ehdr) + sizeof(Elf64_Phdr);
  program.p_filesz = segment.size();
  program.p_align = align;
  add(bytes, program);
  return bytes.append(segment);
}

std::string reason(std::string_view bytes) {
  const auto read = read_note(bytes);
  return read ? "" : read.error().reason;
}

TEST(NoteReader, ReadsANote) {
  const auto read = read_note(file(note("Herald", desc())));
  ASSERT_TRUE(read) << read.error().detail;
  EXPECT_EQ(read->manifest, kManifest);
  EXPECT_EQ(read->abi_major, 1u);
  EXPECT_EQ(read->drafts, "0123456789abcdef");
}

TEST(NoteReader, SkipsWhatTheHeaderOfANewerSdkHasMore) {
  auto head = note_header();
  head.header_size += 8;
  const auto read = read_note(file(note("Herald", desc("newcomer{}", head))));
  ASSERT_TRUE(read) << read.error().detail;
  EXPECT_EQ(read->manifest, "{}");
}

TEST(NoteReader, RefusesHeadersThatAreShortOrReachBeyondTheNote) {
  for (const std::uint32_t size : {0u, 4u, HERALD_NOTE_HEADER_LEAST - 1, 1000u, UINT32_MAX}) {
    auto head = note_header();
    head.header_size = size;
    EXPECT_EQ(reason(file(note("Herald", desc(kManifest, head)))), "malformed_note") << size;
  }
}

TEST(NoteReader, LeavesTheJudgementOnAnotherFormatToCheckAbi) {
  const auto read = read_note(file(note("Herald", std::string{"\2\0\0\0", 4})));
  ASSERT_TRUE(read) << read.error().detail;
  EXPECT_EQ(check_abi(*read).error().reason, "wrong_abi");
}

TEST(NoteReader, TakesADraftNameThatFillsItsFieldAndOneThatIsEmpty) {
  auto head = note_header();
  std::memset(head.drafts, 'x', sizeof head.drafts);
  EXPECT_EQ(read_note(file(note("Herald", desc(kManifest, head))))->drafts,
            std::string(sizeof head.drafts, 'x'));
  std::memset(head.drafts, 0, sizeof head.drafts);
  EXPECT_EQ(read_note(file(note("Herald", desc(kManifest, head))))->drafts, "");
}

TEST(NoteReader, FindsItBehindOtherNotesAndInSegmentsAlignedToEight) {
  EXPECT_EQ(reason(file(note("GNU", "12345678") + note("Herald", desc()))), "");
  EXPECT_EQ(reason(file(note("GNU", "123456789", 8) + note("Herald", desc(), 8), 8)), "");
}

TEST(NoteReader, ReadsWhatTheCompilerAndTheLinkerMade) {
  for (const auto* name : {"good", "good_c", "open_throws"}) {
    const auto read = read_note(testing::fixture(name));
    ASSERT_TRUE(read) << name << ": " << read.error().detail;
    EXPECT_EQ(read->manifest.front(), '{') << name;
    EXPECT_EQ(read->manifest.back(), '}') << name;
  }
}

template <class T>
std::string manifest_of(const T& object) {
  const auto read = read_note(file({reinterpret_cast<const char*>(&object), sizeof object}));
  return read ? read->manifest : read.error().detail;
}

TEST(NoteReader, ReadsTheMacrosNoteForEveryLengthOfManifest) {
  EXPECT_EQ(manifest_of(length_1::herald_note_), "1");
  EXPECT_EQ(manifest_of(length_2::herald_note_), "12");
  EXPECT_EQ(manifest_of(length_3::herald_note_), "123");
  EXPECT_EQ(manifest_of(length_4::herald_note_), "1234");
}

TEST(NoteReader, TellsOtherFilesApart) {
  EXPECT_EQ(reason(""), "not_elf");
  EXPECT_EQ(reason("#!/bin/sh\n"), "not_elf");
  auto head = header();
  head.e_type = ET_EXEC;
  EXPECT_EQ(reason(file("", 4, head)), "not_elf");
  head = header();
  head.e_machine = EM_S390;
  EXPECT_EQ(reason(file("", 4, head)), "wrong_machine");
  head = header();
  head.e_ident[EI_CLASS] = ELFCLASS32;
  EXPECT_EQ(reason(file("", 4, head)), "wrong_machine");
  EXPECT_EQ(reason(file(note("GNU", "1234"))), "no_note");
  EXPECT_EQ(reason(testing::fixture("no_note")), "no_note");
}

TEST(NoteReader, RefusesTwoNotesAndNotesOfAWrongSize) {
  EXPECT_EQ(reason(file(note("Herald", desc()) + note("Herald", desc()))), "duplicate_note");
  EXPECT_EQ(reason(file(note("Herald", "abc"))), "malformed_note");
  EXPECT_EQ(reason(file(note("Herald", desc("")))), "malformed_note");
  EXPECT_EQ(reason(file(note("Herald", desc().substr(0, 20)))), "malformed_note");
  EXPECT_EQ(reason(file(note("Herald", desc(std::string(HERALD_MANIFEST_MAX, '{'))))), "");
  EXPECT_EQ(reason(file(note("Herald", desc(std::string(HERALD_MANIFEST_MAX + 1, '{'))))), "malformed_note");
}

TEST(NoteReader, RefusesHeadersThatPointOutsideOrOverflow) {
  auto head = header();
  for (const std::uint64_t offset : {std::uint64_t{1} << 40U, UINT64_MAX, UINT64_MAX - 8}) {
    head.e_phoff = offset;
    EXPECT_EQ(reason(file(note("Herald", desc()), 4, head)), "malformed_elf");
  }
  head = header();
  head.e_phentsize = 8;
  EXPECT_EQ(reason(file(note("Herald", desc()), 4, head)), "malformed_elf");
  head = header();
  head.e_phnum = PN_XNUM;
  EXPECT_EQ(reason(file(note("Herald", desc()), 4, head)), "malformed_elf");
  auto far = file(note("Herald", desc()));
  const std::uint64_t huge = UINT64_MAX - 4;
  far.replace(sizeof(Elf64_Ehdr) + offsetof(Elf64_Phdr, p_filesz), sizeof huge,
              reinterpret_cast<const char*>(&huge), sizeof huge);
  EXPECT_EQ(reason(far), "malformed_elf");
}

TEST(NoteReader, RefusesNotesWhoseSizesReachBeyondTheSegment) {
  for (const std::size_t field : {offsetof(Elf64_Nhdr, n_namesz), offsetof(Elf64_Nhdr, n_descsz)}) {
    auto segment = note("Herald", desc());
    segment.replace(field, 4, "\xff\xff\xff\xff");
    EXPECT_EQ(reason(file(segment)), "malformed_elf");
  }
}

TEST(NoteReader, RefusesEveryTruncation) {
  // With its zero byte the manifest is a multiple of four bytes, so no padding can be cut unnoticed.
  const std::string whole = file(note("Herald", desc("{\"a\":1}")));
  ASSERT_EQ(reason(whole), "");
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_NE(reason(whole.substr(0, size)), "") << size;
}

TEST(NoteReader, SurvivesEveryChangedByte) {
  const std::string whole = file(note("Herald", desc()));
  int refused = 0;
  for (std::size_t at = 0; at < whole.size(); ++at)
    for (const unsigned flip : {0x01u, 0x80u, 0xffu}) {
      std::string changed = whole;
      changed[at] = static_cast<char>(static_cast<unsigned char>(changed[at]) ^ flip);
      refused += read_note(changed) ? 0 : 1;
    }
  EXPECT_GT(refused, 0);
}

TEST(CheckAbi, TakesThisMajorAndItsMinorsSoFar) {
  EXPECT_TRUE(check_abi({1, 1, 0, 0, "{}", ""}));
  EXPECT_TRUE(check_abi({1, 1, HERALD_ABI_MINOR, HERALD_NOTE_CXX_RUNTIME, "{}", ""}));
}

TEST(CheckAbi, SaysWhatItExpectedAndFound) {
  for (const Note& note : {Note{2, 1, 0, 0, "{}", ""}, Note{1, 2, 0, 0, "{}", ""},
                           Note{1, 1, 99, 0, "{}", ""}, Note{1, 1, 0, 0x80, "{}", ""}}) {
    const auto checked = check_abi(note);
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().reason, "wrong_abi");
    EXPECT_NE(checked.error().detail.find("expected "), std::string::npos);
    EXPECT_NE(checked.error().detail.find(", found "), std::string::npos);
  }
}

}  // namespace
}  // namespace herald::plugins
