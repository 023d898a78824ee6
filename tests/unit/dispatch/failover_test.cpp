#include "host/dispatch/failover.hpp"

#include <gtest/gtest.h>

namespace herald::dispatch {
namespace {

using domain::Certainty;

Conclusion not_sent(const std::string& error_class, const std::string& code = "c") {
  return {.outcome = {.certainty = Certainty::NotSent, .error_class = error_class, .error_code = code}};
}

TEST(Failover, OnlyWhatCertainlyWasNotSentGoesElsewhere) {
  for (const Certainty certainty : {Certainty::Unknown, Certainty::Accepted})
    EXPECT_FALSE(leaves_channel({.outcome = {.certainty = certainty, .error_class = "auth"}}, 6, false));
  EXPECT_TRUE(leaves_channel(not_sent("auth"), 1, false));
}

TEST(Failover, AChannelThatIsRefusedIsLeftAtOnce) {
  for (const char* word : {"auth", "config", "quota", "unsupported", "internal"})
    EXPECT_TRUE(leaves_channel(not_sent(word), 1, true)) << word;
}

TEST(Failover, WhatTheNextProviderWouldSayAsWellStays) {
  for (const char* word : {"invalid_recipient", "blocked", "content_rejected", ""})
    EXPECT_FALSE(leaves_channel(not_sent(word), 6, false)) << word;
  for (const char* code : {"attachment_refused", "attachment_unreachable", "shutdown", "body_missing"})
    EXPECT_FALSE(leaves_channel(not_sent("transient", code), 6, false)) << code;
}

TEST(Failover, AChannelThatDoesNotWorkIsLeftAtTheSecondAttempt) {
  for (const char* word : {"transient", "provider_down"}) {
    EXPECT_FALSE(leaves_channel(not_sent(word), 1, true)) << word;
    EXPECT_TRUE(leaves_channel(not_sent(word), 2, true)) << word;
    EXPECT_TRUE(leaves_channel(not_sent(word), 1, false)) << word << ", which is not retried";
  }
}

TEST(Failover, AChannelThatAskedToWaitIsWaitedFor) {
  Conclusion limited = not_sent("transient", "429");
  limited.wait = std::chrono::seconds{1};
  EXPECT_FALSE(leaves_channel(limited, 3, true));
  EXPECT_TRUE(leaves_channel(limited, 6, false));
}

}  // namespace
}  // namespace herald::dispatch
