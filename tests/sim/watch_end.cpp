#include <algorithm>
#include <set>

#include "host/domain/conversation.hpp"
#include "tests/sim/watch.hpp"

// What must be true when nothing is under way any more.

namespace herald::sim {
namespace {

using domain::AttemptState;
using domain::MessageStatus;
using storage::Row;

constexpr std::string_view kEnds =
    "select id, status, reason from communication_message where direction = 'OUTBOUND'";
constexpr std::string_view kAttempts =
    "select id, channel_id, provider_message_id, state from delivery_attempt";
constexpr std::string_view kTries =
    "select m.id, m.status, a.state, a.number < m.attempts from communication_message m "
    "join delivery_attempt a on a.message_id = m.id order by m.id, a.number";
constexpr std::string_view kVersions =
    "select m.id, m.version, coalesce(max(j.subject_version), 0) from communication_message m "
    "left join journal j on j.subject_kind = 'message' and j.subject_id = m.id group by m.id";
constexpr std::string_view kParked = "select channel_id, provider_message_id, state from parked_receipt";
constexpr std::string_view kSums =
    "select s.id, s.message_count, count(m.id), s.status, "
    "(select l.status from communication_message l where l.session_id = s.id order by l.created_at desc, "
    "l.id desc "
    "limit 1) from communication_session s left join communication_message m on m.session_id = s.id group by "
    "s.id";

AttemptState state_of(const std::string& status) {
  if (status == "sent") return AttemptState::Sent;
  if (status == "delivered") return AttemptState::Delivered;
  return status == "read" ? AttemptState::Read : AttemptState::Failed;
}

bool claims_to_be_sent(MessageStatus status) {
  return status == MessageStatus::Sent || status == MessageStatus::Delivered || status == MessageStatus::Read;
}

}  // namespace

void Watch::look_at_the_end(const Far& far) {
  look();
  read_journal();
  look_at_attempts();
  look_at_versions();
  look_at_acts(far);
  look_at_facts(far);
  look_at_sums();
}

/// A message shows the most that was learnt of its attempts, nothing final while that is nothing. Of an
/// attempt that another one followed a failure tells only that it was sent before, and which of two attempts
/// failed or was sent first may decide between FAILED and SENT (design D4, storage/transitions.cpp).
void Watch::look_at_attempts() {
  constexpr auto kRule = domain::BounceRule::Early;
  struct Proof {
    MessageStatus shown{};
    MessageStatus proven{MessageStatus::Unknown};
    bool sent{false};
  };
  std::map<std::string, Proof> proofs;
  for (const Row& row : rows(kTries, 4)) {
    Proof& proof = proofs[row[0].text];
    proof.shown = domain::message_status(row[1].text).value();
    const auto state = domain::attempt_state(row[2].text).value();
    const bool failed = domain::undelivered(domain::contribution(state).value_or(MessageStatus::Unknown));
    const bool superseded = failed && row[3].number() != 0;
    proof.sent = proof.sent || superseded || state == AttemptState::Sent;
    if (!superseded) proof.proven = domain::advance(proof.proven, state, kRule);
  }
  for (const auto& [id, proof] : proofs) {
    const bool silent = proof.proven == MessageStatus::Unknown;
    if (proof.shown == MessageStatus::Sent && proof.sent && !claims_to_be_sent(proof.proven)) continue;
    if (silent ? claims_to_be_sent(proof.shown) : proof.shown != proof.proven)
      complain("message " + id + " is " + std::string{to_text(proof.shown)} + " and its attempts prove " +
               std::string{silent ? "nothing" : to_text(proof.proven)});
  }
}

/// Whatever ends a message has a row of the journal, with the version that the message has since.
void Watch::look_at_versions() {
  for (const Row& row : rows(kVersions, 3))
    if (row[1].number() != row[2].number())
      complain("message " + row[0].text + " has version " + row[1].text + " and its journal ends with " +
               row[2].text);
}

void Watch::look_at_acts(const Far& far) {
  std::set<std::string> failed;  // that a provider called so afterwards
  for (const Fact& fact : far.facts())
    if (fact.status == "failed")
      for (const Act& act : far.acts())
        if (act.provider_id == fact.provider_id) failed.insert(act.message);
  for (const Row& row : rows(kEnds, 3)) {
    const auto status = domain::message_status(row[1].text).value();
    const auto found = acts_.find(row[0].text);
    const int acts = found == acts_.end() ? 0 : found->second;
    if (!domain::settled(status) && !(status == MessageStatus::Unknown && row[2].text == "unresolved"))
      complain("message " + row[0].text + " is " + row[1].text + " and nothing moves any more");
    if (claims_to_be_sent(status) && acts == 0)
      complain("message " + row[0].text + " is " + row[1].text + " and no provider took it");
    if (domain::undelivered(status) && acts > 0 && !failed.contains(row[0].text))
      complain("message " + row[0].text + " is " + row[1].text + " and a provider took it");
  }
}

/// What was answered 200 has arrived.
void Watch::look_at_facts(const Far& far) {
  const auto attempts = rows(kAttempts, 4);
  const auto parked = rows(kParked, 3);
  for (const Fact& fact : far.facts()) {
    if (!fact.told) continue;
    const auto about = std::ranges::find_if(attempts, [&](const Row& row) {
      return fact.attempt.empty() ? row[1].text == fact.channel && row[2].text == fact.provider_id
                                  : row[0].text == fact.attempt;
    });
    if (about == attempts.end()) {
      if (!fact.attempt.empty()) complain("nothing is known of attempt " + fact.attempt);
      // Where its id never came here the receipt waits for it.
      const Row waiting{fact.channel, fact.provider_id, to_text(state_of(fact.status))};
      if (fact.attempt.empty() && std::ranges::find(parked, waiting) == parked.end())
        complain("receipt '" + fact.status + "' of " + fact.provider_id + " was answered 200 and is nowhere");
      continue;
    }
    const auto state = domain::attempt_state((*about)[3].text).value();
    if (domain::rank(state, domain::BounceRule::Early) <
        domain::rank(state_of(fact.status), domain::BounceRule::Early))
      complain("attempt " + (*about)[0].text + " is " + (*about)[3].text + " although its receipt '" +
               fact.status + "' was answered 200");
  }
}

void Watch::look_at_sums() {
  for (const Row& row : rows(kSums, 5)) {
    if (row[1].number() != row[2].number())
      complain("conversation " + row[0].text + " counts " + row[1].text + " messages and has " + row[2].text);
    if (row[2].number() == 0) continue;
    const auto latest = domain::conversation_status(domain::message_status(row[4].text).value());
    if (row[3].text != latest)
      complain("conversation " + row[0].text + " is " + row[3].text + " and its latest message " +
               row[4].text);
  }
}

}  // namespace herald::sim
