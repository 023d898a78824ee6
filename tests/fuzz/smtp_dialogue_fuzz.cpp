#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "host/base/check.hpp"
#include "host/plugins/host_side.hpp"
#include "host/streams/actions.hpp"
#include "plugins/providers/smtp/dialogue.hpp"

// Whatever a server says and however it is split: the plugin's actions are those that the host takes, the
// same for one piece and for small ones, with at most one verdict and one point of no return, and nothing
// is accepted before that.
namespace {

using namespace herald;

const std::string kInput =
    R"({"now_ms":1732357000000,"message":{"attempt_ref":"a1","attempt_no":1,"to":"bob@example.net","subject":"Hi",)"
    R"("text":"Gr\u00fc\u00dfe","options":{"cc":[{"email":"eve@example.net"}]}}})";

constexpr int kMostPieces = 10;  ///< each is a whole call of plugin and host

std::string account_with(unsigned char mode) {
  const char* const tls = mode % 3 == 0 ? "none" : mode % 3 == 1 ? "implicit" : "starttls";
  const char* const user = mode % 2 == 0 ? R"("account_id":"ada","api_secret":"secret",)" : "";
  return std::string{"{"} + user +
         R"("sender_id":"shop@example.org","config":{"host":"127.0.0.1","port":25,)" +
         R"("plain_auth":true,"tls":")" + tls + "\"}}";
}

class Run {
 public:
  explicit Run(unsigned char mode) : account_{account_with(mode)} {}
  void say(std::string_view bytes) {
    if (bytes.empty()) return;
    if (waits_for_tls_) over_ = true;  // the host ends a connection on which something comes before TLS
    received_ += bytes;
    happen(HERALD_STREAM_BYTES);
    if (waits_for_tls_ && !received_.empty()) over_ = true;
  }
  void hand_shake() {
    if (!waits_for_tls_) return;
    waits_for_tls_ = false;
    happen(HERALD_STREAM_TLS_STARTED);
  }
  void happen(std::int32_t kind) {
    if (over_) return;
    const std::string shown = kind == HERALD_STREAM_BYTES ? received_ : "";
    const sdk::Reply reply = smtp::go_on(call(), {static_cast<sdk::StreamKind>(kind), "{}", shown});
    const auto moves = streams::read_moves({reply.json, reply.bytes}, shown.size());
    HERALD_CHECK(moves.has_value());
    state_ = moves->state.value();
    received_.erase(0, moves->consumed);
    for (const streams::Action& action : moves->actions) take(action);
  }
  [[nodiscard]] const std::string& written() const { return written_; }

 private:
  sdk::Call call() {
    const auto borrow = [](const std::string& text) { return herald_str{text.data(), text.size()}; };
    args_ = {sizeof args_, 0, borrow(op_), borrow(kInput), {}, borrow(account_), borrow(state_)};
    return {args_, sdk::Crypto{plugins::crypto_table(), &context_}};
  }
  void take(const streams::Action& action) {
    HERALD_CHECK(!over_);
    if (const auto* write = std::get_if<streams::Write>(&action)) written_ += write->bytes;
    if (std::holds_alternative<streams::Commit>(action)) {
      HERALD_CHECK(!committed_ && !decided_);
      committed_ = true;
      written_ += "<commit>";
    }
    if (const auto* end = std::get_if<streams::Conclude>(&action)) {
      HERALD_CHECK(!decided_);
      decided_ = true;
      HERALD_CHECK(committed_ || end->verdict.find("\"accepted\"") == std::string::npos);
      written_ += end->verdict;
    }
    if (std::holds_alternative<streams::StartTls>(action)) waits_for_tls_ = true, written_ += "<tls>";
    if (std::holds_alternative<streams::Close>(action)) over_ = true;
  }

  const std::string op_{"send"};
  std::string account_, state_{"{}"}, received_, written_;
  domain::TenantId tenant_{"t"};
  SystemRandom random_;
  herald_call context_{tenant_, random_};
  herald_provider_args args_{};
  bool over_{false}, committed_{false}, decided_{false}, waits_for_tls_{false};
};

}  // namespace

/// Most of an input's time is memory: short stacks and a small quarantine double the number of inputs.
extern "C" const char* __asan_default_options() { return "malloc_context_size=2:quarantine_size_mb=8"; }

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0 || size > 256) return 0;
  const std::string_view bytes{reinterpret_cast<const char*>(data) + 1, size - 1};
  Run whole{data[0]};
  Run pieces{data[0]};
  std::uint32_t noise = data[0] + 1U;
  int count = 0;
  for (Run* run : {&whole, &pieces}) run->happen(HERALD_STREAM_CONNECTED);
  // The byte 0x01 stands for a handshake that the host has made.
  for (std::size_t at = 0; at <= bytes.size();) {
    const std::size_t end = std::min(bytes.find('\x01', at), bytes.size());
    whole.say(bytes.substr(at, end - at));
    for (std::size_t i = at; i < end;) {
      noise = noise * 1'664'525U + 1'013'904'223U;
      const std::size_t wish = ++count > kMostPieces ? bytes.size() : 1 + (noise >> 27U);
      const std::size_t length = std::min(wish, end - i);
      pieces.say(bytes.substr(i, length));
      i += length;
    }
    at = end + 1;
    if (at > bytes.size()) break;
    for (Run* run : {&whole, &pieces}) run->hand_shake();
  }
  HERALD_CHECK(whole.written() == pieces.written());
  for (Run* run : {&whole, &pieces}) run->happen(HERALD_STREAM_CLOSED);
  HERALD_CHECK(whole.written() == pieces.written());
  return 0;
}
