#include "host/domain/status.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <ranges>
#include <vector>

namespace herald::domain {
namespace {

using States = std::vector<AttemptState>;

constexpr std::array kStates{AttemptState::Intent,  AttemptState::Unknown,   AttemptState::NotSent,
                             AttemptState::Sent,    AttemptState::Expired,   AttemptState::Failed,
                             AttemptState::Bounced, AttemptState::Delivered, AttemptState::Read};
constexpr std::array kStatuses{MessageStatus::Scheduled, MessageStatus::Held,      MessageStatus::Queued,
                               MessageStatus::Sending,   MessageStatus::Unknown,   MessageStatus::Sent,
                               MessageStatus::Delivered, MessageStatus::Read,      MessageStatus::Failed,
                               MessageStatus::Bounced,   MessageStatus::Cancelled, MessageStatus::Expired,
                               MessageStatus::Rejected};
constexpr std::array kRules{BounceRule::Early, BounceRule::Late};

/// Calls `visit` with every non-decreasing sequence of `size` states: every set of receipts with repetition.
void each_multiset(std::size_t size, const std::function<void(const States&)>& visit) {
  std::vector<std::size_t> at(size, 0);
  for (;;) {
    States states;
    for (const std::size_t i : at) states.push_back(kStates[i]);
    visit(states);
    auto last = std::find_if(at.rbegin(), at.rend(), [](std::size_t i) { return i + 1 < kStates.size(); });
    if (last == at.rend()) return;
    const std::size_t next = *last + 1;
    std::fill(at.begin() + (at.rend() - last - 1), at.end(), next);
  }
}

void each_order(States states, const std::function<void(const States&)>& visit) {
  std::ranges::sort(states);
  do visit(states);
  while (std::ranges::next_permutation(states).found);
}

AttemptState join_all(const States& states, BounceRule rule) {
  AttemptState out = AttemptState::Intent;
  for (const AttemptState state : states) out = join(out, state, rule);
  return out;
}

MessageStatus advance_all(MessageStatus status, const States& states, BounceRule rule) {
  for (const AttemptState state : states) status = advance(status, state, rule);
  return status;
}

/// Rank of a status that some attempt state contributes, else 0.
int status_rank(MessageStatus status, BounceRule rule) {
  for (const AttemptState state : kStates) {
    if (contribution(state) == status) return rank(state, rule);
  }
  return 0;
}

TEST(Join, comes_to_one_state_in_every_order_of_receipts) {
  for (const BounceRule rule : kRules) {
    for (std::size_t size = 1; size <= 4; ++size) {
      each_multiset(size, [&](const States& receipts) {
        const AttemptState expected = join_all(receipts, rule);
        each_order(receipts, [&](const States& order) { ASSERT_EQ(join_all(order, rule), expected); });
      });
    }
  }
}

TEST(Join, comes_to_one_state_when_receipts_are_repeated) {
  for (const BounceRule rule : kRules) {
    each_multiset(4, [&](const States& receipts) {
      for (std::size_t repeated = 0; repeated < receipts.size(); ++repeated) {
        States more = receipts;
        more.push_back(receipts[repeated]);
        ASSERT_EQ(join_all(more, rule), join_all(receipts, rule));
      }
    });
  }
}

TEST(Join, comes_to_one_state_however_receipts_are_split_into_deliveries) {
  for (const BounceRule rule : kRules) {
    each_multiset(4, [&](const States& receipts) {
      for (std::size_t cut = 0; cut <= receipts.size(); ++cut) {
        const auto middle = receipts.begin() + static_cast<std::ptrdiff_t>(cut);
        const AttemptState first = join_all({receipts.begin(), middle}, rule);
        const AttemptState second = join_all({middle, receipts.end()}, rule);
        ASSERT_EQ(join(first, second, rule), join_all(receipts, rule));
        ASSERT_EQ(join(second, first, rule), join_all(receipts, rule));
      }
    });
  }
}

TEST(Join, is_the_state_of_the_highest_rank) {
  for (const BounceRule rule : kRules) {
    each_multiset(3, [&](const States& receipts) {
      const int highest =
          std::ranges::max(receipts | std::views::transform([&](AttemptState s) { return rank(s, rule); }));
      ASSERT_EQ(rank(join_all(receipts, rule), rule), highest);
    });
  }
}

TEST(Rank, is_the_ladder_of_the_design) {
  const States early{AttemptState::Intent,  AttemptState::Unknown,   AttemptState::NotSent,
                     AttemptState::Sent,    AttemptState::Expired,   AttemptState::Failed,
                     AttemptState::Bounced, AttemptState::Delivered, AttemptState::Read};
  std::vector<int> ranks;
  for (const AttemptState state : early) ranks.push_back(rank(state, BounceRule::Early));
  EXPECT_EQ(ranks, (std::vector<int>{0, 10, 20, 30, 39, 40, 41, 50, 60}));
  EXPECT_EQ(rank(AttemptState::Bounced, BounceRule::Late), 55);
}

TEST(Rank, lets_a_late_bounce_win_over_delivered_but_not_over_read) {
  EXPECT_EQ(join(AttemptState::Delivered, AttemptState::Bounced, BounceRule::Late), AttemptState::Bounced);
  EXPECT_EQ(join(AttemptState::Delivered, AttemptState::Bounced, BounceRule::Early), AttemptState::Delivered);
  EXPECT_EQ(join(AttemptState::Read, AttemptState::Bounced, BounceRule::Late), AttemptState::Read);
}

TEST(Advance, never_goes_back_once_sent_has_been_reached) {
  for (const BounceRule rule : kRules) {
    for (const MessageStatus current : kStatuses) {
      const int before = status_rank(current, rule);
      if (before < rank(AttemptState::Sent, rule)) continue;
      for (const AttemptState state : kStates) {
        const MessageStatus after = advance(current, state, rule);
        EXPECT_GE(status_rank(after, rule), before) << to_text(current) << " and " << to_text(state);
      }
    }
  }
}

TEST(Advance, comes_to_one_status_in_every_order_from_every_start) {
  for (const BounceRule rule : kRules) {
    each_multiset(3, [&](const States& receipts) {
      for (const MessageStatus start : kStatuses) {
        const MessageStatus expected = advance_all(start, receipts, rule);
        each_order(receipts,
                   [&](const States& order) { ASSERT_EQ(advance_all(start, order, rule), expected); });
      }
    });
  }
}

TEST(Advance, leaves_the_status_alone_while_an_attempt_says_nothing_final) {
  for (const MessageStatus current : kStatuses) {
    for (const AttemptState state : {AttemptState::Intent, AttemptState::Unknown, AttemptState::NotSent}) {
      EXPECT_EQ(advance(current, state, BounceRule::Early), current);
    }
  }
}

TEST(Advance, lets_proof_of_sending_win_over_cancelled_and_rejected) {
  for (const MessageStatus current : {MessageStatus::Cancelled, MessageStatus::Rejected}) {
    for (const AttemptState state : kStates) {
      EXPECT_EQ(advance(current, state, BounceRule::Early), contribution(state).value_or(current));
    }
  }
}

TEST(Advance, lets_delivery_win_over_expired_and_failed) {
  for (const MessageStatus current : {MessageStatus::Expired, MessageStatus::Failed}) {
    EXPECT_EQ(advance(current, AttemptState::Delivered, BounceRule::Early), MessageStatus::Delivered);
    EXPECT_EQ(advance(current, AttemptState::Read, BounceRule::Early), MessageStatus::Read);
  }
}

TEST(Settled, is_everything_the_dispatcher_need_not_touch) {
  for (const MessageStatus status : kStatuses) {
    const bool open = status == MessageStatus::Scheduled || status == MessageStatus::Held ||
                      status == MessageStatus::Queued || status == MessageStatus::Sending ||
                      status == MessageStatus::Unknown;
    EXPECT_EQ(settled(status), !open) << to_text(status);
  }
}

TEST(StatusText, survives_both_ways) {
  for (const AttemptState state : kStates) EXPECT_EQ(attempt_state(to_text(state)), state);
  for (const MessageStatus status : kStatuses) EXPECT_EQ(message_status(to_text(status)), status);
  EXPECT_FALSE(attempt_state("sent"));
  EXPECT_FALSE(attempt_state(""));
  EXPECT_FALSE(message_status("INTENT"));
}

TEST(MessageStatus, WaitsBeforeItsFirstAndItsNextAttempt) {
  for (const MessageStatus status : {MessageStatus::Scheduled, MessageStatus::Held, MessageStatus::Queued}) {
    EXPECT_TRUE(waiting(status)) << to_text(status);
    EXPECT_FALSE(settled(status)) << to_text(status);
  }
  for (const MessageStatus status : {MessageStatus::Sending, MessageStatus::Unknown, MessageStatus::Sent,
                                     MessageStatus::Failed, MessageStatus::Cancelled})
    EXPECT_FALSE(waiting(status)) << to_text(status);
}

TEST(MessageStatus, IsUndeliveredOnlyWhenItCertainlyDidNotArrive) {
  for (const MessageStatus status : {MessageStatus::Failed, MessageStatus::Bounced, MessageStatus::Cancelled,
                                     MessageStatus::Expired, MessageStatus::Rejected}) {
    EXPECT_TRUE(undelivered(status)) << to_text(status);
    EXPECT_TRUE(settled(status)) << to_text(status);
  }
  for (const MessageStatus status : {MessageStatus::Queued, MessageStatus::Sending, MessageStatus::Unknown,
                                     MessageStatus::Sent, MessageStatus::Delivered, MessageStatus::Read})
    EXPECT_FALSE(undelivered(status)) << to_text(status);
}

}  // namespace
}  // namespace herald::domain
