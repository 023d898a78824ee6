#include "host/streams/resolver.hpp"

#include <Poco/Exception.h>
#include <Poco/Net/DNS.h>
#include <Poco/Net/HostEntry.h>
#include <Poco/Net/IPAddress.h>

#include <optional>
#include <utility>

namespace herald::streams {
namespace {

constexpr std::size_t kMostAddresses = 8;

Result<Resolver::Addresses> look_up(const std::string& host) {
  Resolver::Addresses found;
  try {
    const Poco::Net::HostEntry entry = Poco::Net::DNS::hostByName(host, Poco::Net::DNS::DNS_HINT_NONE);
    for (const auto& address : entry.addresses())
      if (found.size() < kMostAddresses) found.push_back(address.toString());
  } catch (const Poco::Exception& failure) {
    return Error{.code = Errc::NotFound, .reason = "dns", .detail = failure.displayText()};
  }
  if (found.empty())
    return Error{.code = Errc::NotFound, .reason = "dns", .detail = "the name has no address"};
  return found;
}

}  // namespace

void Resolver::ask(std::string host, Tick until, Done done) {
  Poco::Net::IPAddress literal;
  if (Poco::Net::IPAddress::tryParse(host, literal)) return done(Addresses{literal.toString()});
  {
    const std::scoped_lock lock{mutex_};
    if (!closed_) {
      waiting_.push_back({std::move(host), until, std::move(done)});
      changed_.notify_one();
      return;
    }
  }
  done(Error{.code = Errc::Unavailable, .reason = "shutdown", .detail = "the node stops"});
}

void Resolver::step(const Clock& clock) {
  std::optional<Question> question;
  {
    const std::scoped_lock lock{mutex_};
    if (waiting_.empty()) return;
    question.emplace(std::move(waiting_.front()));
    waiting_.pop_front();
  }
  if (clock.tick() < question->until) return question->done(look_up(question->host));
  question->done(Error{.code = Errc::Timeout,
                       .reason = "dns",
                       .detail = "the resolver was busy with other names for too long"});
}

void Resolver::wait(std::chrono::milliseconds longest) {
  std::unique_lock lock{mutex_};
  if (waiting_.empty() && !closed_) changed_.wait_for(lock, longest);
}

void Resolver::wake() { changed_.notify_all(); }

void Resolver::close() {
  std::deque<Question> refused;
  {
    const std::scoped_lock lock{mutex_};
    closed_ = true;
    refused.swap(waiting_);
  }
  changed_.notify_all();
  for (Question& question : refused)
    question.done(Error{.code = Errc::Unavailable, .reason = "shutdown", .detail = "the node stops"});
}

}  // namespace herald::streams
