#pragma once
#include <map>
#include <string>
#include <utility>

#include "host/storage/connection.hpp"

namespace herald::storage {

/// What a batch adds to one conversation. [value]
struct SessionNews {
  std::int64_t messages{0};
  std::int64_t inbound{0};
  Cell inbound_at{};     ///< of the newest inbound message; null: there is none
  Cell latest_at{};      ///< of the newest message that anything is told of, which is not always a new one
  std::string latest{};  ///< its id, and how it stands
  std::string status{};
  std::string channel_type{};
  std::string direction{};
  Cell contact_ref{};  ///< of the newest message that names one
  Cell lead_ref{};
};

/// News by the conversation's id.
using SessionsNews = std::map<std::string, SessionNews>;

void add_news(SessionNews& sum, const SessionNews& more);

/// Adds the counts, and moves times and the latest message forward only, whoever else does the same. A
/// handful of statements, whatever the number of conversations.
void write_news(Connection& db, const SessionsNews& news, Instant now);

/// The statement for the news of at most 64 conversations, with what it binds.
std::pair<std::string, Row> news_statement(Dialect dialect, const SessionsNews& news, Instant now);

}  // namespace herald::storage
