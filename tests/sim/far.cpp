#include "tests/sim/far.hpp"

#include <herald/abi.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "host/base/hex.hpp"
#include "host/plugins/crypto.hpp"

namespace herald::sim {
namespace {

using domain::OutboundAnswer;
using domain::Reached;
using nlohmann::json;

constexpr std::array kNames{"accepts",       "refuses",       "starts_late",   "breaks_inside",
                            "reused_closed", "breaks_before", "breaks_after",  "times_out",
                            "gateway",       "gateway_away",  "garbled",       "limits",
                            "busy",          "fails",         "bad_recipient", "bad_token"};

/// Those of a provider that acts and whose sender never hears of it.
constexpr std::array kMute{Fate::BreaksAfter, Fate::TimesOut, Fate::Gateway, Fate::Garbled};

/// The part of `http://far/<channel>/v1/messages` that names the channel.
std::string channel_of(const std::string& url) {
  const auto from = url.find("far/") + 4;
  return url.substr(from, url.find('/', from) - from);
}

OutboundAnswer not_started(const char* failure) {
  return {.reached = Reached::NotStarted, .failure = failure, .text = failure};
}
OutboundAnswer broken(const char* failure) {
  return {.reached = Reached::Began, .failure = failure, .text = failure};
}
OutboundAnswer answered(int status, std::string body) {
  return {.reached = Reached::Answered, .status = status, .body = std::move(body)};
}
std::string error_body(const char* code) {
  return json{{"error", {{"code", code}, {"message", "no"}}}}.dump();
}

}  // namespace

std::string_view to_text(Fate fate) { return kNames.at(static_cast<std::size_t>(fate)); }

int fates() { return static_cast<int>(kNames.size()); }

bool acts(Fate fate) {
  return fate == Fate::Accepts || fate == Fate::BreaksAfter || fate == Fate::TimesOut ||
         fate == Fate::Gateway || fate == Fate::Garbled;
}

Tick Far::soon(std::int64_t least_ms, std::int64_t most_ms) {
  return clock_.tick() + std::chrono::milliseconds{chance_.between(least_ms, most_ms)};
}

Fate Far::draw() {
  if (!script.empty()) {
    const Fate fate = script.front();
    script.pop_front();
    return fate;
  }
  if (!chance_.hit(manners.trouble)) return Fate::Accepts;
  if (chance_.hit(manners.mute)) return kMute.at(chance_.below(kMute.size()));
  return static_cast<Fate>(chance_.between(1, static_cast<std::int64_t>(kNames.size()) - 1));
}

void Far::send(const void* sender, domain::OutboundRequest request,
               std::function<void(OutboundAnswer)> done) {
  Exchange exchange{
      .sender = sender, .request = std::move(request), .done = std::move(done), .due = soon(0, 30)};
  exchange.channel = channel_of(exchange.request.url);
  if (exchange.request.method == "POST") {
    const json body = json::parse(exchange.request.body);
    exchange.attempt = body.at("client_ref");
    exchange.message = body.at("message_ref");
    exchange.fate = draw();
  }
  exchanges_.push_back(std::move(exchange));
}

bool Far::step() {
  const auto due =
      std::ranges::find_if(exchanges_, [&](const Exchange& e) { return e.due <= clock_.tick(); });
  if (due == exchanges_.end()) return false;
  advance(*due);
  return true;
}

void Far::advance(Exchange& exchange) {
  if (exchange.stage == Stage::Waiting) return begin(exchange);
  if (exchange.stage == Stage::Begun && sim::acts(exchange.fate)) return act(exchange);
  const auto done = std::move(exchange.done);
  OutboundAnswer answer = exchange.request.method == "GET" ? look_up(exchange.request) : answer_of(exchange);
  trace_.note("far: " + std::string{to_text(exchange.fate)} + " " + exchange.attempt + " " +
              std::to_string(answer.status) + answer.failure);
  std::erase_if(exchanges_, [&](const Exchange& e) { return &e == &exchange; });
  if (done) done(std::move(answer));
}

/// A request that was not begun in time is never begun (OutboundRequest::start_by).
void Far::begin(Exchange& exchange) {
  exchange.stage = Stage::Acted;
  const bool late = clock_.tick() > exchange.request.start_by || exchange.fate == Fate::StartsLate;
  if (late) exchange.fate = Fate::StartsLate;
  if (late || exchange.fate == Fate::Refuses) return;
  if (exchange.request.method == "POST") exchange.stage = Stage::Begun;
  // A provider that can be asked knows what it has read: what is due by now happens before it looks.
  if (exchange.request.method == "GET")
    for (Exchange& read : exchanges_)
      if (read.stage == Stage::Begun && sim::acts(read.fate) && read.due <= clock_.tick()) act(read);
  const bool slow = exchange.fate == Fate::TimesOut;
  exchange.due = soon(0, slow ? 2'000 : 80);
  if (!exchange.attempt.empty() && on_begin) on_begin(exchange.attempt);
}

void Far::act(Exchange& exchange) {
  exchange.stage = Stage::Acted;
  exchange.due = exchange.fate == Fate::TimesOut ? clock_.tick() + exchange.request.timeout : soon(0, 200);
  const auto known = taken_.find(exchange.attempt);
  if (known != taken_.end() && keyed_.contains(exchange.channel)) {
    exchange.provider_id = known->second;
    return;
  }
  exchange.provider_id = "sbx_" + std::to_string(++ids_);
  taken_.emplace(exchange.attempt, exchange.provider_id);
  acts_.push_back({exchange.attempt, exchange.message, exchange.provider_id});
  trace_.note("far: acts " + exchange.attempt + " " + exchange.provider_id);
  promise_facts(exchange);
  if (on_act) on_act(acts_.back());
}

/// Receipts, some of them before the answer, in any order.
void Far::promise_facts(const Exchange& exchange) {
  if (chance_.hit(manners.silent)) return;
  const bool echoes = chance_.hit(manners.echo);
  std::vector<std::string> course{"sent"};
  if (chance_.hit(700)) course.push_back(chance_.hit(200) ? "failed" : "delivered");
  if (course.back() == "delivered" && chance_.hit(300)) course.push_back("read");
  for (const std::string& status : course)
    facts_.push_back({.event = "ev_" + std::to_string(facts_.size()),
                      .channel = exchange.channel,
                      .provider_id = exchange.provider_id,
                      .attempt = echoes ? exchange.attempt : "",
                      .status = status,
                      .due = soon(0, 3'000)});
}

OutboundAnswer Far::answer_of(const Exchange& exchange) const {
  switch (exchange.fate) {
    case Fate::Accepts:
      return answered(201, json{{"id", exchange.provider_id}, {"status", "queued"}}.dump());
    case Fate::Refuses:
      return not_started("connect");
    case Fate::StartsLate:
      return not_started("start_deadline");
    case Fate::BreaksInside:
    case Fate::BreaksBefore:
    case Fate::BreaksAfter:
      return broken("reset");
    case Fate::ReusedClosed:
      return broken("closed_reused");
    case Fate::TimesOut:
      return broken("timeout");
    case Fate::Gateway:
      return answered(502, "bad gateway");
    case Fate::GatewayAway:
      return answered(504, "gateway timeout");
    case Fate::Garbled:
      return answered(200, "<html>");
    case Fate::Limits: {
      OutboundAnswer answer = answered(429, "");
      answer.headers.emplace_back("Retry-After", "2");
      return answer;
    }
    case Fate::Busy:
      return answered(503, error_body("busy"));
    case Fate::Fails:
      return answered(500, error_body("broken"));
    case Fate::BadRecipient:
      return answered(400, error_body("invalid_recipient"));
    case Fate::BadToken:
      return answered(401, error_body("token"));
  }
  return {};
}

OutboundAnswer Far::look_up(const domain::OutboundRequest& request) const {
  const auto found = taken_.find(request.url.substr(request.url.find('=') + 1));
  if (found == taken_.end()) return answered(404, "");
  return answered(200, json{{"id", found->second}}.dump());
}

void Far::hang_up(const void* sender) {
  for (Exchange& exchange : exchanges_)
    if (exchange.sender == sender && exchange.stage == Stage::Begun && sim::acts(exchange.fate) &&
        chance_.hit(500))
      act(exchange);
  std::erase_if(exchanges_, [&](const Exchange& exchange) { return exchange.sender == sender; });
}

bool Far::callback(inbound::Callback& into) {
  telling_.clear();
  for (std::size_t i = 0; i < facts_.size() && telling_.size() < 4; ++i)
    if (!facts_[i].told && facts_[i].due <= clock_.tick() &&
        (telling_.empty() || facts_[telling_.front()].channel == facts_[i].channel))
      telling_.push_back(i);
  if (telling_.empty()) return false;
  if (telling_.size() > 1 && chance_.hit(500)) telling_.resize(1 + chance_.below(telling_.size()));
  for (std::size_t i = telling_.size() - 1; i > 0; --i)
    std::swap(telling_[i], telling_[chance_.below(i + 1)]);
  json events = json::array();
  for (const std::size_t i : telling_) {
    const Fact& fact = facts_[i];
    events.push_back({{"event_id", fact.event}, {"message_id", fact.provider_id}, {"status", fact.status}});
    if (!fact.attempt.empty()) events.back()["client_ref"] = fact.attempt;
    if (fact.status == "failed") events.back()["code"] = "blocked_by_carrier";
  }
  const std::string channel = facts_[telling_.front()].channel;
  const std::string stamp = std::to_string(clock_.now().time_since_epoch().count() / 1000);
  into = {.provider = "sandbox",
          .channel_id = channel,
          .method = "POST",
          .target = "/api/v1/webhooks/sandbox/" + channel,
          .body = json{{"events", events}}.dump()};
  const auto mac = plugins::crypto::hmac(HERALD_HASH_SHA256, kToken, stamp + "." + into.body);
  into.headers.emplace_back("X-Sandbox-Signature", "t=" + stamp + ",v1=" + to_hex(mac.value()));
  return true;
}

void Far::told() {
  const bool again = chance_.hit(manners.repeats);
  for (const std::size_t i : telling_) {
    facts_[i].told = !again;
    if (again) facts_[i].due = soon(100, 2'000);
  }
}

void Far::put_off() {
  for (const std::size_t i : telling_) facts_[i].due = soon(500, 10'000);
}

Tick Far::next() const {
  Tick next = Tick::max();
  for (const Exchange& exchange : exchanges_) next = std::min(next, exchange.due);
  for (const Fact& fact : facts_)
    if (!fact.told) next = std::min(next, fact.due);
  return next;
}

std::size_t Far::untold() const {
  return static_cast<std::size_t>(std::ranges::count(facts_, false, &Fact::told));
}

}  // namespace herald::sim
