#pragma once
#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "host/domain/delivery_ports.hpp"
#include "host/inbound/callback.hpp"
#include "tests/sim/chance.hpp"

namespace herald::sim {

/// What becomes of one request. Those that end without a complete answer tell the sender nothing about the
/// provider's deeds.
enum class Fate : std::uint8_t {
  Accepts,       ///< acts, 201
  Refuses,       ///< no connection
  StartsLate,    ///< still waiting for its turn at its start limit
  BreaksInside,  ///< the connection breaks while the request is written: nothing is done
  ReusedClosed,  ///< a kept connection was closed as the request went out: nothing is done
  BreaksBefore,  ///< read whole, not acted on, no answer
  BreaksAfter,   ///< acts, no answer
  TimesOut,      ///< acts, the answer comes too late
  Gateway,       ///< acts, 502 from something in between
  GatewayAway,   ///< does not act, 504 from something in between
  Garbled,       ///< acts, an answer that nobody can read
  Limits,        ///< 429
  Busy,          ///< 503
  Fails,         ///< 500
  BadRecipient,  ///< 400
  BadToken,      ///< 401
};

std::string_view to_text(Fate fate);
/// How many there are.
int fates();
bool acts(Fate fate);

/// One thing that the provider will tell about a message that it took. [value]
struct Fact {
  std::string event{};  ///< its id
  std::string channel{};
  std::string provider_id{};
  std::string attempt{};  ///< empty where this provider does not echo it
  std::string status{};   ///< sent, delivered, read, failed, bounced
  Tick due{};
  bool told{false};  ///< a callback with it was answered 200
};

/// The provider took a message. [value]
struct Act {
  std::string attempt{};
  std::string message{};
  std::string provider_id{};
};

/// How the far side behaves. Weights of fates by name of a channel's personality.
struct Manners {
  unsigned trouble{150};  ///< per mille of requests that do not end in Accepts
  unsigned mute{300};     ///< per mille of those whose answer gets lost after the provider has acted
  unsigned echo{700};     ///< per mille of acts whose receipts name the attempt
  unsigned silent{250};   ///< per mille of acts of which no receipt is ever told
  unsigned repeats{150};  ///< per mille of callbacks that come again although they were answered
};

/// All providers and the network between: requests move when step() finds them due. [one thread]
class Far {
 public:
  Far(const VirtualClock& clock, std::uint64_t seed, Trace& trace)
      : clock_{clock}, chance_{seed}, trace_{trace} {}

  /// A request of `sender`'s, a node.
  void send(const void* sender, domain::OutboundRequest request,
            std::function<void(domain::OutboundAnswer)> done);
  /// Moves one due exchange on. False when none is due.
  bool step();
  /// That node is gone: nothing is answered any more. What is on the wire may still be acted on.
  void hang_up(const void* sender);
  /// Takes up to four facts of one channel that are due, in any order, as a signed callback; nothing when
  /// none is. told() or put_off() says what became of them.
  bool callback(inbound::Callback& into);
  void told();
  void put_off();

  /// When something is due next.
  [[nodiscard]] Tick next() const;
  /// The provider of that channel acts once on a reference, however often it is sent; all others each time.
  void deduplicates(const std::string& channel) { keyed_.insert(channel); }
  [[nodiscard]] bool quiet() const { return exchanges_.empty() && untold() == 0; }
  [[nodiscard]] std::size_t untold() const;
  [[nodiscard]] const std::vector<Act>& acts() const { return acts_; }
  [[nodiscard]] const std::vector<Fact>& facts() const { return facts_; }

  Manners manners{};
  /// Which fate the next requests have, before chance decides; for scenarios.
  std::deque<Fate> script{};
  /// Called when the first byte of a request leaves, with the attempt's reference.
  std::function<void(const std::string& attempt)> on_begin{};
  std::function<void(const Act&)> on_act{};
  static constexpr const char* kToken = "sandbox-token-of-the-simulator";

 private:
  enum class Stage : std::uint8_t { Waiting, Begun, Acted };
  struct Exchange {
    const void* sender;
    domain::OutboundRequest request;
    std::function<void(domain::OutboundAnswer)> done;  ///< empty: nobody waits any more
    Fate fate{Fate::Accepts};
    Stage stage{Stage::Waiting};
    Tick due{};
    std::string attempt{};
    std::string message{};
    std::string channel{};
    std::string provider_id{};
  };
  Fate draw();
  void advance(Exchange& exchange);
  void begin(Exchange& exchange);
  void act(Exchange& exchange);
  void promise_facts(const Exchange& exchange);
  [[nodiscard]] domain::OutboundAnswer answer_of(const Exchange& exchange) const;
  [[nodiscard]] domain::OutboundAnswer look_up(const domain::OutboundRequest& request) const;
  Tick soon(std::int64_t least_ms, std::int64_t most_ms);

  const VirtualClock& clock_;
  Chance chance_;
  Trace& trace_;
  std::deque<Exchange> exchanges_;
  std::vector<Act> acts_;
  std::vector<Fact> facts_;
  std::vector<std::size_t> telling_;          ///< the callback that is under way
  std::set<std::string> keyed_;               ///< channels whose provider has idempotency keys
  std::map<std::string, std::string> taken_;  ///< attempt_ref → provider id, the first one
  int ids_{0};
};

}  // namespace herald::sim
