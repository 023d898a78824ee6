#pragma once
#include <cstdint>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/raw_server.hpp"
#include "tests/support/sim/changes.hpp"

namespace herald::test::sim {

/// What befalls the first good message to each address; afterwards it is taken.
enum class Fault : std::uint8_t {
  None,
  Limited,     ///< refused as too many
  Closing,     ///< the connection closes without a word
  Silent,      ///< the message is taken and nothing is answered
  Outrunning,  ///< its callbacks come before its answer
};
std::string_view word_of(Fault fault);
std::optional<Fault> fault_of(std::string_view word);

/// The far side of one provider in this process, as the program sees it: its server on the loopback, and what
/// its callbacks need. [any thread]
class Far {
 public:
  virtual ~Far() = default;
  /// Where the server itself listens.
  [[nodiscard]] virtual std::string url() const = 0;
  /// The channel that speaks to it, as POST /communication/channels takes it, without `api_url`.
  [[nodiscard]] virtual nlohmann::json channel() const = 0;
  /// The Authorization of its account, where the example bears that of another; else empty.
  [[nodiscard]] virtual std::string authorization() const { return {}; }
  /// The rule that a request breaks, for people; empty for a good one.
  [[nodiscard]] virtual std::string rule_of(const RawRequest& request) const = 0;
  /// The request with the credentials that its bytes need; as it is where they do not depend on them.
  [[nodiscard]] virtual RawRequest sealed(RawRequest request) const { return request; }
  /// Whom a request is a message to; nothing for another request.
  [[nodiscard]] virtual std::optional<std::string> address_of(const RawRequest& request) const = 0;
  /// The faults that the server knows.
  [[nodiscard]] virtual std::vector<Fault> faults() const = 0;
  /// The next good message to that address meets it.
  virtual void treat(const std::string& address, Fault fault) = 0;
  /// Where clients see it, for providers whose callbacks name places of their own.
  virtual void seen_at(const std::string&) {}
  /// Where callbacks go.
  virtual void call_back_at(const std::string& url) = 0;
  /// Whether the last message to that address was taken.
  [[nodiscard]] virtual bool took(const std::string& address) const = 0;
  /// Says that the last message to that address was delivered; the HTTP status, 0 where the provider says no
  /// such thing.
  virtual int tell_delivered(const std::string& address) = 0;
};

/// One provider. [value]
struct FarKind {
  std::string_view provider;
  std::unique_ptr<Far> (*make)();
  std::vector<std::string_view> examples;  ///< requests that messages make, as bytes; some of other accounts
  std::int64_t now;                        ///< seconds at which they are good; 0: at any time
};

std::unique_ptr<Far> make_aws_sns();
std::unique_ptr<Far> make_mailgun();
std::unique_ptr<Far> make_sendgrid();
std::unique_ptr<Far> make_telegram();
std::unique_ptr<Far> make_twilio();
std::unique_ptr<Far> make_vonage();
std::unique_ptr<Far> make_whatsapp();

/// All of them, by name.
const std::vector<FarKind>& far_kinds();
/// Null for a provider that is not there.
const FarKind* find_far(std::string_view provider);

/// rule_of(), and what to say of a request that is too strange for the rules themselves.
inline constexpr std::string_view kUnreadable = "a request that can be read";
std::string judged(const Far& far, const RawRequest& request);

/// Seconds since 1970; rule_of() judges by it, so that old examples stay good.
std::int64_t now_seconds();
void set_now(std::int64_t seconds);

/// A member of the JSON body as text; empty without it.
std::string member_of(const std::string& body, const char* pointer);

/// The example as a request, with that Authorization where it is not empty.
RawRequest request_of(std::string_view text, const std::string& authorization);

}  // namespace herald::test::sim
