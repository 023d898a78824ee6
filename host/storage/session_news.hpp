#pragma once
#include <map>
#include <string>

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

/// Adds the counts of one conversation, and moves times and the latest message forward only, whoever else
/// does the same; and what it binds.
extern const std::string kAddNews;
Row news_cells(const std::string& session, const SessionNews& news, Instant now);

void write_news(Connection& db, const SessionsNews& news, Instant now);

}  // namespace herald::storage
