#pragma once
#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "host/inbound/ports.hpp"

namespace herald::inbound {

/// Answers each callback with `reply`, at once; without one, never. Answers to its requests it judges with
/// the next of `judgements`.
class FakePlugin final : public domain::ProviderPort {
 public:
  void plan(domain::ProviderStep step, Tick, ReplyDone done) override {
    steps.push_back(std::move(step));
    if (reply) return done(*reply);
    silent.push_back(std::move(done));
  }
  void on_response(domain::ProviderStep, const domain::OutboundAnswer& answer, Tick,
                   ReplyDone done) override {
    seen.push_back(answer.body);
    const std::string judgement = judgements[std::min(seen.size(), judgements.size()) - 1];
    done(domain::ProviderReply{.json = judgement});
  }
  std::optional<Result<domain::ProviderReply>> reply;
  std::vector<std::string> judgements;
  std::vector<std::string> seen;
  std::vector<domain::ProviderStep> steps;
  std::vector<ReplyDone> silent;
};

/// Answers each webhook with the next of `answers`, the last one again and again; without any, never.
class FakeLedger final : public domain::Ledger {
 public:
  void accept(domain::AcceptRequest, domain::Completion<domain::Accepted>) override {}
  void intend(domain::Intent, domain::Completion<domain::IntentVerdict>) override {}
  void settle(domain::Settlement, domain::Completion<domain::MessageStatus>) override {}
  void cancel(domain::Cancellation, domain::Completion<domain::MessageStatus>) override {}
  void receive(domain::Webhook webhook, domain::Completion<domain::WebhookApplied> done) override {
    webhooks.push_back(std::move(webhook));
    if (answers.empty()) return;
    const auto answer = answers[std::min(webhooks.size(), answers.size()) - 1];
    done(answer);
  }
  std::vector<Result<domain::WebhookApplied>> answers{domain::WebhookApplied{.applied = 1}};
  std::vector<domain::Webhook> webhooks;
};

/// Applies every element but those in `refused`, which it refuses unless they are dead letters already.
class FakeWebhooks final : public domain::Webhooks {
 public:
  Result<domain::Page<domain::WebhookEntry>> list(const domain::TenantId&, const domain::WebhookFilter&,
                                                  const std::string&, int) override {
    return domain::Page<domain::WebhookEntry>{};
  }
  Result<domain::WebhookView> find(const domain::TenantId& tenant, const std::string& id) override {
    if (tenant.text == "t1" && id == view.webhook.id) return view;
    return Error{.code = Errc::NotFound, .reason = "unknown_webhook"};
  }
  void replay(domain::WebhookReplay replay, domain::Completion<domain::WebhookReplayed> done) override {
    replays.push_back(replay);
    if (away) return done(Error{.code = Errc::Unavailable, .reason = "database_away"});
    domain::WebhookReplayed replayed;
    for (const domain::WebhookElement& element : replay.elements) {
      if (!element.failed.empty()) {
        ++replayed.failed;
      } else if (element.dedupe_key == refused) {
        return done(Error{.code = Errc::Conflict, .reason = "constraint_check"});
      } else {
        ++replayed.applied;
      }
    }
    done(replayed);
  }
  domain::WebhookView view;
  std::string refused{"?"};
  bool away{false};
  std::vector<domain::WebhookReplay> replays;
};

class FakeBacklog final : public domain::WebhookBacklog {
 public:
  void keep(domain::RawWebhook webhook, std::int64_t most, domain::Completion<Done> done) override {
    quota = most;
    if (refusal) return done(*refusal);
    webhook.received_at = received_at;
    kept.push_back(std::move(webhook));
    done(Done{});
  }
  Result<std::vector<domain::ChannelId>> channels() override {
    ++looks;
    return kept.empty() ? std::vector<domain::ChannelId>{} : std::vector{kept.front().channel};
  }
  Result<std::vector<domain::RawWebhook>> oldest(const domain::ChannelId&, const std::string& after,
                                                 int limit) override {
    std::vector<domain::RawWebhook> out;
    for (const auto& raw : kept)
      if (raw.id > after && out.size() < static_cast<std::size_t>(limit)) out.push_back(raw);
    return out;
  }
  void refuse(const std::string& id, const std::string& reason, domain::Completion<Done> done) override {
    refused[id] = reason;
    std::erase_if(kept, [&](const auto& raw) { return raw.id == id; });
    done(Done{});
  }
  void give_up(Instant before, domain::Completion<Done> done) override {
    given_up.push_back(before);
    done(Done{});
  }
  std::vector<domain::RawWebhook> kept;
  std::map<std::string, std::string> refused;
  std::vector<Instant> given_up;
  std::optional<Error> refusal;
  Instant received_at{};
  std::int64_t quota{0};
  int looks{0};
};

class FakeAccounts final : public domain::ProviderAccounts {
 public:
  Result<std::shared_ptr<const domain::ProviderAccount>> open(const domain::ChannelId& id) override {
    if (failure) return *failure;
    if (id.text != "c1") return Error{.code = Errc::NotFound, .reason = "unknown_channel"};
    return std::make_shared<const domain::ProviderAccount>(account);
  }
  domain::ProviderAccount account;
  std::optional<Error> failure;
};

/// "Seals" by turning the text around.
class FakeEnvelope final : public Envelope {
 public:
  [[nodiscard]] std::string seal(const std::string& text, const domain::RawWebhook& of) const override {
    return of.id + std::string{text.rbegin(), text.rend()};
  }
  [[nodiscard]] Result<std::string> open(const domain::RawWebhook& webhook) const override {
    if (!webhook.sealed_request.starts_with(webhook.id))
      return Error{.code = Errc::Internal, .reason = "secret_unreadable"};
    const std::string text = webhook.sealed_request.substr(webhook.id.size());
    return std::string{text.rbegin(), text.rend()};
  }
};

}  // namespace herald::inbound
