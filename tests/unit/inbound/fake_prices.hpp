#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "host/domain/delivery_ports.hpp"
#include "host/domain/price_ports.hpp"

namespace herald::inbound {

/// The rows of price_work, in memory.
class FakePrices final : public domain::PriceBook {
 public:
  Result<std::vector<domain::ChannelId>> channels(Instant now) override {
    std::set<std::string> names;
    for (const auto& [id, row] : rows)
      if (row.due <= now) names.insert(row.question.message.channel.text);
    std::vector<domain::ChannelId> out;
    for (const std::string& name : names) out.emplace_back(name);
    return out;
  }
  Result<std::vector<domain::PriceQuestion>> due(const domain::ChannelId& channel, Instant now,
                                                 int limit) override {
    std::vector<domain::PriceQuestion> out;
    for (const auto& [id, row] : rows)
      if (row.due <= now && row.question.message.channel == channel &&
          out.size() < static_cast<std::size_t>(limit))
        out.push_back(row.question);
    return out;
  }
  void ask_again(domain::PriceQuestion question, Instant at, domain::Completion<Done> done) override {
    rows[question.attempt.id.text] = {question, at};
    done(Done{});
  }
  void give_up(domain::AttemptId attempt, domain::Completion<Done> done) override {
    given_up.push_back(attempt.text);
    rows.erase(attempt.text);
    done(Done{});
  }
  struct Row {
    domain::PriceQuestion question{};
    Instant due{};
  };
  std::map<std::string, Row> rows;
  std::vector<std::string> given_up;
};

/// Answers plan and on_response alike each time.
class PricePlugin final : public domain::ProviderPort {
 public:
  void plan(domain::ProviderStep step, Tick, ReplyDone done) override {
    steps.push_back(std::move(step));
    done(domain::ProviderReply{.json = planned});
  }
  void on_response(domain::ProviderStep step, const domain::OutboundAnswer&, Tick, ReplyDone done) override {
    steps.push_back(std::move(step));
    done(domain::ProviderReply{.json = verdict});
  }
  std::string planned = R"({"request":{"method":"GET","url":"https://x.example/m","commits":false}})";
  std::string verdict = R"({"verdict":{"kind":"events","events":[]}})";
  std::vector<domain::ProviderStep> steps;
};

/// A ledger whose rows of prices go with a cost, as those of the database do.
class PriceLedger final : public domain::Ledger {
 public:
  explicit PriceLedger(FakePrices& book) : book_{book} {}
  void accept(domain::AcceptRequest, domain::Completion<domain::Accepted>) override {}
  void intend(domain::Intent, domain::Completion<domain::IntentVerdict>) override {}
  void settle(domain::Settlement, domain::Completion<domain::MessageStatus>) override {}
  void cancel(domain::Cancellation, domain::Completion<domain::MessageStatus>) override {}
  void receive(domain::Webhook webhook, domain::Completion<domain::WebhookApplied> done) override {
    webhooks.push_back(webhook);
    if (answer && answer->applied > 0) book_.rows.erase(webhook.elements.at(0).receipt->attempt_ref);
    done(answer);
  }
  Result<domain::WebhookApplied> answer{domain::WebhookApplied{.applied = 1}};
  std::vector<domain::Webhook> webhooks;

 private:
  FakePrices& book_;
};

}  // namespace herald::inbound
