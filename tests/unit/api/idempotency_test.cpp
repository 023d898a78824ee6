#include "host/api/idempotency.hpp"

#include <gtest/gtest.h>

#include "host/tenancy/api_key.hpp"
#include "tests/unit/api/world.hpp"

namespace herald::api {
namespace {

std::string reversed(std::string_view text) { return {text.rbegin(), text.rend()}; }

Result<std::optional<domain::IdempotencyClaim>> claim_of(std::vector<http::Header> headers) {
  FixedClock clock;
  CountingRandom random;
  FakeKept kept;
  http::Request request = request_of(http::Method::Post, "/x", "body");
  request.headers = std::move(headers);
  return read_claim(request, {clock, random, reversed, kept});
}

TEST(Idempotency, without_the_header_there_is_no_claim) { EXPECT_FALSE(claim_of({}).value()); }

TEST(Idempotency, covers_method_path_key_and_body_for_a_day) {
  const auto claim = claim_of({{"idempotency-key", "k1"}}).value().value();
  EXPECT_EQ(claim.key_hash, reversed("POST /x\nk1"));
  EXPECT_EQ(claim.body_hash, reversed("body"));
  EXPECT_EQ(claim.expires_at, FixedClock{}.at + std::chrono::hours{24});
}

TEST(Idempotency, takes_1_to_255_printable_characters_once) {
  EXPECT_TRUE(claim_of({{"Idempotency-Key", std::string(255, 'k')}}));
  EXPECT_FALSE(claim_of({{"Idempotency-Key", std::string(256, 'k')}}));
  EXPECT_FALSE(claim_of({{"Idempotency-Key", ""}}));
  EXPECT_FALSE(claim_of({{"Idempotency-Key", "k\xc3\xa9"}}));
  EXPECT_FALSE(claim_of({{"Idempotency-Key", "a"}, {"Idempotency-Key", "a"}}));
}

TEST(Idempotency, a_replayed_message_is_shown_as_at_creation) {
  World world;
  domain::MessageView view;
  view.message.id = domain::MessageId{"01890000-0000-7000-8000-0000000000aa"};
  view.message.tenant = domain::TenantId{kTenant};
  view.message.created_at = world.clock.at;
  view.message.updated_at = world.clock.at + std::chrono::seconds{5};
  view.message.status = domain::MessageStatus::Delivered;
  view.message.version = 4;
  view.message.provider_id = "SM1";
  view.message.attempts = 1;
  view.message.delivered_at = world.clock.at;
  world.messages.views.emplace(view.message.id.text, view);
  world.ledger.replay_of = view.message.id.text;
  const auto response = world.post(kMessages, kMessageBody, {{"Idempotency-Key", "k1"}});
  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(header(response, "Idempotency-Replayed"), "true");
  EXPECT_EQ(header(response, "Location"), std::string{kMessages} + "/" + view.message.id.text);
  EXPECT_EQ(member(response, "id"), view.message.id.text);
  EXPECT_EQ(member(response, "status"), "QUEUED");
  EXPECT_EQ(member(response, "version"), "1");
  EXPECT_EQ(member(response, "attempts_count"), "0");
  EXPECT_EQ(member(response, "provider_message_id"), "null");
  EXPECT_EQ(member(response, "delivered_at"), "null");
  EXPECT_EQ(member(response, "updated_at"), member(response, "created_at"));
}

TEST(Idempotency, a_replay_shows_the_status_that_the_journal_recorded) {
  World world;
  domain::MessageView view;
  view.message.id = domain::MessageId{"m"};
  view.message.tenant = domain::TenantId{kTenant};
  domain::JournalEntry entry;
  entry.event.type = "message.accepted";
  entry.event.subject_version = 1;
  entry.event.data_json = R"({"status":"SCHEDULED"})";
  view.timeline.push_back(entry);
  world.messages.views.emplace("m", view);
  world.ledger.replay_of = "m";
  EXPECT_EQ(member(world.post(kMessages, kMessageBody, {{"Idempotency-Key", "k1"}}), "status"), "SCHEDULED");
}

TEST(Idempotency, another_body_under_the_same_key_is_422) {
  World world;
  world.ledger.refuse =
      Error{.code = Errc::Mismatch, .reason = "idempotency_mismatch", .detail = "another body"};
  const auto response = world.post(kMessages, kMessageBody, {{"Idempotency-Key", "k1"}});
  EXPECT_EQ(response.status, 422);
  EXPECT_EQ(member(response, "code"), "idempotency_mismatch");
}

/// A world in which key `k1` was used for a message with kMessageBody.
struct Kept : World {
  Kept() {
    http::Request first = request_of(http::Method::Post, kMessages, kMessageBody);
    first.headers.push_back({"Idempotency-Key", "k1"});
    const auto claim = read_claim(first, {clock, random, tenancy::hash_api_key, kept}).value().value();
    kept.answers[claim.key_hash] = {.body_hash = claim.body_hash, .resource = "m"};
    domain::MessageView view;
    view.message.id = domain::MessageId{"m"};
    view.message.tenant = domain::TenantId{kTenant};
    messages.views.emplace("m", view);
  }
  http::Response repeat(const std::string& body = kMessageBody) {
    return post(kMessages, body, {{"Idempotency-Key", "k1"}});
  }
};

TEST(Idempotency, a_repeat_is_replayed_although_its_channel_has_gone) {
  Kept world;
  world.channels.stored.clear();
  const auto response = world.repeat();
  EXPECT_EQ(response.status, 201) << response.body;
  EXPECT_EQ(member(response, "id"), "m");
  EXPECT_EQ(header(response, "Idempotency-Replayed"), "true");
  EXPECT_TRUE(world.ledger.accepted.empty());
}

TEST(Idempotency, a_repeat_is_replayed_although_its_plugin_has_gone) {
  Kept world;
  world.channels.stored[0].api_provider = "gone";
  EXPECT_EQ(header(world.repeat(), "Idempotency-Replayed"), "true");
}

TEST(Idempotency, a_repeat_is_replayed_although_it_would_have_expired) {
  World fresh;
  Kept world;
  const std::string body =
      R"({"channel_type":"SMS","to_address":"+447700900123","message_body":"hi","expires_at":"2025-06-01T11:59:59Z"})";
  EXPECT_EQ(pointers(fresh.post(kMessages, body, {{"Idempotency-Key", "k1"}})),
            std::vector<std::string>{"/expires_at"});
  for (auto& [key, answer] : world.kept.answers) answer.body_hash = tenancy::hash_api_key(body);
  EXPECT_EQ(world.repeat(body).status, 201);
}

TEST(Idempotency, another_body_is_a_mismatch_also_when_it_would_be_refused_by_itself) {
  Kept world;
  const std::string nobody = R"({"channel_type":"SMS","to_address":"nobody","message_body":"hi"})";
  EXPECT_EQ(member(world.repeat(nobody), "code"), "idempotency_mismatch");
  EXPECT_EQ(member(world.repeat(R"({"to":"me"})"), "code"), "invalid_body") << "no request of this API";
  EXPECT_EQ(member(world.repeat("{"), "code"), "malformed_json");
}

TEST(Idempotency, a_key_that_nobody_used_leaves_the_refusal) {
  Kept world;
  world.kept.answers.clear();
  world.channels.stored.clear();
  EXPECT_EQ(pointers(world.repeat()), std::vector<std::string>{"/channel_type"});
}

TEST(Idempotency, an_unknown_outcome_asks_for_a_repeat) {
  World world;
  world.ledger.silent = true;
  const auto response = world.post(kMessages, kMessageBody, {{"Idempotency-Key", "k1"}});
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(member(response, "code"), "outcome_unknown");
  EXPECT_EQ(member(response, "retryable"), "true");
  world.ledger.kept.at(0)(domain::Accepted{});  // the commit came after all
}

}  // namespace
}  // namespace herald::api
