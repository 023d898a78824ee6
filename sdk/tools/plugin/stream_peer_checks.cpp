// Far sides that speak garbage, stop, or go away.
#include <nlohmann/json.hpp>
#include <random>

#include "sdk/tools/plugin/checks.hpp"
#include "sdk/tools/plugin/exchanges.hpp"

namespace herald::kit {
namespace {

/// What the host lets lie unconsumed before it ends the connection.
constexpr std::size_t kMostUnconsumed = std::size_t{64} << 10U;

/// What makes no sense in any protocol.
std::vector<std::string> garbage() {
  std::vector<std::string> all{std::string{"\0", 1},
                               std::string{"\0\0\0\0\0\0\0\0\r\n", 10},
                               "\xff\xfe\xfd\r\n",
                               "?\r\n",
                               "<html><body>Bad Gateway</body></html>\r\n",
                               "HTTP/1.0 400 Bad Request\r\n\r\n",
                               "{\"error\":1}\n",
                               "\x16\x03\x01\x02\x00",
                               "\x15\x03\x03\x00\x02\x02\x28",
                               "%n%n%s\r\n",
                               "-1 no\r\n",
                               "99999999999999999999 no\r\n",
                               std::string(kMostUnconsumed - 1, 'x'),
                               std::string(kMostUnconsumed - 3, 'y') + "\r\n"};
  std::string lines;
  for (int i = 0; i < 5000; ++i) lines += "zz\r\n";
  all.push_back(lines);
  std::mt19937 random{4471};
  std::string noise(4096, '\0');
  for (char& c : noise) c = static_cast<char>(random());
  all.push_back(noise);
  return all;
}

bool at_rest(const Talk& talk) { return talk.progress().connected && !talk.progress().told_end; }

/// Nothing was delivered by it, as far as anybody can know.
void expect_no_success(const Talk& before, const Talk& after, const std::string& what, Findings& findings) {
  const std::string found = what + " made it do so";
  findings.expect(after.progress().committed == before.progress().committed,
                  "no point of no return that the far side has not earned", found);
  findings.expect(after.progress().verdict == before.progress().verdict ||
                      (after.progress().verdict != "accepted" && after.progress().verdict != "ok"),
                  "no success that the far side has not told", found);
}

void check_garbage(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  const std::vector<std::string> all = garbage();
  for (const Dialogue& dialogue : exchanges(subject, target))
    at_each_point(subject, dialogue, [&](Point point, const Talk& here, const Turn&) {
      if (!at_rest(here)) return;
      for (const std::string& noise : all) {
        Talk talk = here;
        talk.tell(
            {.kind = here.progress().messages ? HERALD_STREAM_MESSAGE : HERALD_STREAM_BYTES, .bytes = noise});
        talk.tell({.kind = HERALD_STREAM_CLOSED});
        if (point == Point::Within) continue;  // the rest of a line may be anything
        expect_no_success(here, talk, "garbage in " + dialogue.name + ": " + shown(noise.substr(0, 40)),
                          findings);
      }
    });
}

void check_closed(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  for (const Dialogue& dialogue : exchanges(subject, target))
    at_each_point(subject, dialogue, [&](Point, const Talk& here, const Turn&) {
      if (!at_rest(here)) return;
      Talk talk = here;
      talk.tell({.kind = HERALD_STREAM_CLOSED});
      expect_no_success(here, talk, "the end of the connection in " + dialogue.name, findings);
      const bool silent = here.progress().committed && !here.progress().answered;
      findings.expect(!silent || here.progress().verdict == talk.progress().verdict ||
                          talk.progress().verdict == "unknown",
                      "unknown when the far side goes after the point of no return",
                      talk.progress().verdict + " (" + dialogue.name + ")");
    });
}

/// Timers that nobody set, many of them: a later host may be late, or early.
void check_timers(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  for (const Dialogue& dialogue : exchanges(subject, target))
    at_each_point(subject, dialogue, [&](Point, const Talk& here, const Turn&) {
      if (!here.progress().connected) return;
      Talk talk = here;
      for (int i = 0; i < 20; ++i) talk.tell({.kind = HERALD_STREAM_TIMER});
      expect_no_success(here, talk, "timers in " + dialogue.name, findings);
    });
}

/// The same bytes shown again, as after an event of another kind.
void check_again(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  for (const Dialogue& dialogue : exchanges(subject, target))
    at_each_point(subject, dialogue, [&](Point, const Talk& here, const Turn&) {
      if (!at_rest(here) || here.progress().messages) return;
      Talk talk = here;
      talk.tell({.kind = HERALD_STREAM_BYTES});
      findings.expect(talk.deeds() == here.deeds(), "no action where the far side has said nothing new",
                      "one (" + dialogue.name + ")");
    });
}

constexpr Check kStreamPeerChecks[]{
    {"peer.garbage", "Garbage from the far side is answered and convinces nobody", &check_garbage},
    {"peer.closed", "The far side may go at any point", &check_closed},
    {"peer.timers", "Timers at any point do no harm", &check_timers},
    {"peer.again", "Bytes that are shown again change nothing", &check_again}};

}  // namespace

std::span<const Check> stream_peer_checks() { return kStreamPeerChecks; }

}  // namespace herald::kit
