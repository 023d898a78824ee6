#include "tests/unit/egress/dns_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "host/egress/address.hpp"

namespace herald::egress::test {
namespace {

constexpr std::uint16_t kPort = 53;
constexpr int kTypeA = 1;
constexpr int kTypeCname = 5;
constexpr int kTypeAaaa = 28;
constexpr int kNoSuchName = 3;
constexpr std::size_t kHeader = 12;

void put16(std::string& out, int value) {
  out.push_back(static_cast<char>(value >> 8));
  out.push_back(static_cast<char>(value));
}

std::string encoded(const std::string& name) {
  std::string out;
  for (std::size_t at = 0; at <= name.size();) {
    const auto end = std::min(name.find('.', at), name.size());
    out.push_back(static_cast<char>(end - at));
    out.append(name, at, end - at);
    at = end + 1;
  }
  return out + '\0';
}

/// One record with a life of no time, so that nobody keeps it.
std::string record(const std::string& owner, int type, const std::string& data) {
  std::string out = encoded(owner);
  put16(out, type);
  put16(out, 1);
  put16(out, 0);
  put16(out, 0);
  put16(out, static_cast<int>(data.size()));
  return out + data;
}

struct Question {
  std::string name;
  int type{0};
  std::size_t end{kHeader};  ///< where the question section ends
};

/// The one question of a query from our own resolver, which is taken to be well-formed.
Question question_of(std::string_view query) {
  Question question;
  while (query.at(question.end) != 0) {
    const auto length = static_cast<unsigned char>(query[question.end]);
    question.name += (question.name.empty() ? "" : ".") + std::string{query.substr(question.end + 1, length)};
    question.end += 1 + length;
  }
  question.type = static_cast<unsigned char>(query.at(question.end + 2));
  question.end += 5;
  return question;
}

struct Records {
  int count{0};
  std::string bytes{};
};

Records records_of(const Question& question, const DnsAnswer& answer) {
  Records out;
  std::string owner = question.name;
  for (const std::string& alias : answer.aliases) {
    out.bytes += record(owner, kTypeCname, encoded(alias));
    ++out.count;
    owner = alias;
  }
  for (const std::string& text : answer.addresses) {
    const auto address = *parse_address(text);
    const bool v4 = address.family == Family::V4;
    if (question.type != (v4 ? kTypeA : kTypeAaaa)) continue;
    const std::string data{address.bytes.begin(), address.bytes.begin() + (v4 ? 4 : 16)};
    out.bytes += record(owner, question.type, data);
    ++out.count;
  }
  return out;
}

}  // namespace

DnsServer::DnsServer() : socket_{::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)} {
  const sockaddr_in at{AF_INET, htons(kPort), {htonl(INADDR_LOOPBACK)}, {}};
  const void* raw = &at;
  if (::bind(socket_, static_cast<const sockaddr*>(raw), sizeof at) != 0)
    throw std::system_error{errno, std::generic_category(), "the name server cannot bind"};
  thread_ = std::thread{[this] { serve(); }};
}

DnsServer::~DnsServer() {
  ::shutdown(socket_, SHUT_RDWR);  // ends the wait for a question
  thread_.join();
  ::close(socket_);
}

void DnsServer::answer_in_turn(const std::string& name, std::deque<DnsAnswer> answers) {
  const std::scoped_lock lock{mutex_};
  zone_[name] = std::move(answers);
}

int DnsServer::asked(const std::string& name) const {
  const std::scoped_lock lock{mutex_};
  const auto found = asked_.find(name);
  return found == asked_.end() ? 0 : found->second;
}

void DnsServer::serve() {
  for (;;) {
    std::array<char, 1500> bytes{};
    sockaddr_in from{};
    socklen_t size = sizeof from;
    void* raw = &from;
    const auto got = ::recvfrom(socket_, bytes.data(), bytes.size(), 0, static_cast<sockaddr*>(raw), &size);
    if (got <= static_cast<ssize_t>(kHeader)) return;
    const std::string out = reply({bytes.data(), static_cast<std::size_t>(got)});
    ::sendto(socket_, out.data(), out.size(), MSG_NOSIGNAL, static_cast<sockaddr*>(raw), size);
  }
}

std::string DnsServer::reply(std::string_view query) {
  const Question question = question_of(query);
  const std::scoped_lock lock{mutex_};
  ++asked_[question.name];
  const auto found = zone_.find(question.name);
  Records records;
  if (found != zone_.end()) {
    records = records_of(question, found->second.front());
    if (question.type == kTypeA && found->second.size() > 1) found->second.pop_front();
  }
  std::string out{query.substr(0, 2)};
  put16(out, 0x8580 + (found == zone_.end() ? kNoSuchName : 0));  // an authoritative answer
  put16(out, 1);
  put16(out, records.count);
  put16(out, 0);
  put16(out, 0);
  out += query.substr(kHeader, question.end - kHeader);
  return out + records.bytes;
}

}  // namespace herald::egress::test
