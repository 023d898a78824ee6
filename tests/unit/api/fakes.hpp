#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "host/base/clock.hpp"
#include "host/base/random.hpp"
#include "host/domain/exchange.hpp"
#include "host/domain/ports.hpp"

namespace herald::api {

class FixedClock final : public Clock {
 public:
  Instant at{from_rfc3339("2025-06-01T12:00:00Z").value()};
  [[nodiscard]] Instant now() const override { return at; }
  [[nodiscard]] Tick tick() const override { return {}; }
};

/// Never the same bytes twice, always the same sequence.
class CountingRandom final : public Random {
 public:
  std::string bytes(std::size_t count) override {
    std::string out(count, '\0');
    ++next_;
    for (std::size_t i = 0; i < count && i < 4; ++i) out[i] = static_cast<char>((next_ >> (8 * i)) & 255U);
    return out;
  }
  std::uint64_t below(std::uint64_t bound) override { return ++next_ % bound; }

 private:
  std::uint64_t next_{0};
};

/// Answers at once with `answer`, or by accepting; keeps the completion instead when `silent`.
class FakeLedger final : public domain::Ledger {
 public:
  std::vector<domain::AcceptRequest> accepted;
  std::optional<Error> refuse;
  std::string replay_of;  ///< id of an earlier message
  bool silent{false};
  std::vector<domain::Completion<domain::Accepted>> kept;

  std::function<void(const domain::Message&)> then;  ///< what happens right after an accept
  void accept(domain::AcceptRequest request, domain::Completion<domain::Accepted> done) override {
    accepted.push_back(request);
    if (then) then(request.message);
    if (silent) return kept.push_back(std::move(done));
    if (refuse) return done(*refuse);
    if (replay_of.empty()) return done(domain::Accepted{.message = std::move(request.message)});
    domain::Accepted earlier{.replayed = true};
    earlier.message.id = domain::MessageId{replay_of};
    done(std::move(earlier));
  }
  std::vector<domain::Cancellation> cancelled;
  void cancel(domain::Cancellation wish, domain::Completion<domain::MessageStatus> done) override {
    cancelled.push_back(std::move(wish));
    if (refuse) return done(*refuse);
    done(domain::MessageStatus::Cancelled);
  }
  void intend(domain::Intent, domain::Completion<domain::IntentVerdict>) override {}
  void settle(domain::Settlement, domain::Completion<domain::MessageStatus>) override {}
  void receive(domain::Webhook, domain::Completion<domain::WebhookApplied>) override {}
};

class FakeKept final : public domain::KeptAnswers {
 public:
  std::map<std::string, domain::KeptAnswer> answers;  ///< by hash of the key
  Result<std::optional<domain::KeptAnswer>> find(const domain::TenantId&,
                                                 const std::string& key_hash) override {
    const auto found = answers.find(key_hash);
    if (found == answers.end()) return std::optional<domain::KeptAnswer>{};
    return std::optional{found->second};
  }
};

class FakeMessages final : public domain::MessageReader {
 public:
  std::map<std::string, domain::MessageView> views;
  domain::Page<domain::Message> page;
  domain::MessageFilter filter;
  std::string cursor;
  int limit{0};

  Result<domain::MessageView> find(const domain::TenantId& tenant, const domain::MessageId& id) override {
    const auto found = views.find(id.text);
    if (found == views.end() || found->second.message.tenant != tenant)
      return Error{.code = Errc::NotFound, .reason = "unknown_message", .detail = "there is no such message"};
    return found->second;
  }
  Result<domain::Page<domain::Message>> list(const domain::TenantId&, const domain::MessageFilter& by,
                                             const std::string& after, int most) override {
    filter = by;
    cursor = after;
    limit = most;
    return page;
  }
};

class FakeExchanges final : public domain::ExchangeReader {
 public:
  Result<std::vector<domain::Exchange>> rows{std::vector<domain::Exchange>{}};
  domain::ExchangeFilter filter;
  std::string cursor;
  std::string next_cursor;
  int limit{0};

  Result<domain::Page<domain::Exchange>> list(const domain::ExchangeFilter& by, const std::string& after,
                                              int most) override {
    filter = by;
    cursor = after;
    limit = most;
    if (!rows) return rows.error();
    return domain::Page<domain::Exchange>{*rows, next_cursor};
  }
  Result<std::vector<domain::Exchange>> of_message(const domain::TenantId&,
                                                   const domain::MessageId&) override {
    return rows;
  }
};

}  // namespace herald::api
