#include "tests/bench/floor.hpp"

#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <vector>

#include "host/base/ids.hpp"
#include "tests/bench/bare_tables.hpp"
#include "tests/bench/poco_server.hpp"

namespace herald::bench {
namespace {

class Nothing final : public Poco::Net::HTTPRequestHandler {
  void handleRequest(Poco::Net::HTTPServerRequest& request,
                     Poco::Net::HTTPServerResponse& response) override {
    const std::string body{std::istreambuf_iterator<char>{request.stream()}, {}};
    response.setStatus(Poco::Net::HTTPResponse::HTTP_CREATED);
    response.setContentType("application/json");
    const std::string answer = R"({"status":"QUEUED"})";
    response.sendBuffer(answer.data(), answer.size());
  }
};

class Factory final : public Poco::Net::HTTPRequestHandlerFactory {
  Poco::Net::HTTPRequestHandler* createRequestHandler(const Poco::Net::HTTPServerRequest&) override {
    return std::make_unique<Nothing>().release();  // Poco deletes it
  }
};

}  // namespace

struct EmptyServer::State {
  PocoServer server{Poco::makeShared<Factory>()};
};

EmptyServer::EmptyServer() : state_{std::make_unique<State>()} {}
EmptyServer::~EmptyServer() = default;
int EmptyServer::port() const { return state_->server.port(); }

double bare_inserts(const storage::StorageUrl& url, int batch, std::chrono::milliseconds length) {
  storage::Connection db{url, storage::Access::Write};
  make_bare_tables(db);
  const SystemClock clock;
  SystemRandom random;
  const auto start = std::chrono::steady_clock::now();
  std::int64_t count = 0;
  while (std::chrono::steady_clock::now() - start < length) {
    std::vector<storage::Row> messages, works, journal;
    for (int i = 0; i < batch; ++i) {
      const std::string id = make_uuid(clock.now(), random);
      messages.push_back({id, id, "hello from the benchmark", "QUEUED"});
      works.push_back({id, clock.now()});
      journal.push_back({++count, R"({"status":"QUEUED"})", std::string(64, 'a')});
    }
    db.begin();
    storage::insert_rows(db, kBareMessage, messages);
    storage::insert_rows(db, kBareWork, works);
    storage::insert_rows(db, kBareJournal, journal);
    db.commit();
  }
  return static_cast<double>(count) /
         std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double fsync_ms(const std::string& directory) {
  const std::string path = directory + "/fsync.probe";
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const std::string block(4096, 'x');
  std::vector<double> times;
  for (int i = 0; i < 100; ++i) {
    const auto start = std::chrono::steady_clock::now();
    const bool written =
        ::pwrite(fd, block.data(), block.size(), 0) == static_cast<ssize_t>(block.size()) && ::fsync(fd) == 0;
    if (!written) break;
    times.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
  }
  ::close(fd);
  ::unlink(path.c_str());
  std::ranges::sort(times);
  return times.empty() ? -1 : times[times.size() / 2];
}

}  // namespace herald::bench
