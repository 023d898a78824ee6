#include "tests/bench/floor.hpp"

#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/ServerSocket.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <vector>

#include "host/base/ids.hpp"
#include "host/storage/statements.hpp"

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

constexpr const char* kMessageTable =
    "create table bare_message (id varchar(36) primary key, tenant varchar(36), body text, status "
    "varchar(16))";
constexpr const char* kWorkTable = "create table bare_work (id varchar(36) primary key, due_at varchar(23))";
constexpr const char* kJournalTable =
    "create table bare_journal (seq bigint primary key, data text, hash varchar(64))";
const storage::Insert kMessage{
    .order = 1, .head = "insert into bare_message (id, tenant, body, status) values ", .group = "(?,?,?,?)"};
const storage::Insert kWork{
    .order = 2, .head = "insert into bare_work (id, due_at) values ", .group = "(?,?)"};
const storage::Insert kJournal{
    .order = 3, .head = "insert into bare_journal (seq, data, hash) values ", .group = "(?,?,?)"};

}  // namespace

struct EmptyServer::State {
  State()
      : socket{Poco::Net::SocketAddress{"127.0.0.1", 0}, 256},
        pool{2, 128},
        server{Poco::makeShared<Factory>(), pool, socket, parameters()} {
    server.start();
  }
  static Poco::Net::HTTPServerParams::Ptr parameters() {
    auto out = Poco::makeAuto<Poco::Net::HTTPServerParams>();
    out->setMaxThreads(128);
    out->setMaxQueued(256);
    out->setKeepAlive(true);
    out->setMaxKeepAliveRequests(0);
    return out;
  }
  Poco::Net::ServerSocket socket;
  Poco::ThreadPool pool;
  Poco::Net::HTTPServer server;
};

EmptyServer::EmptyServer() : state_{std::make_unique<State>()} {}
EmptyServer::~EmptyServer() { state_->server.stopAll(true); }
int EmptyServer::port() const { return state_->socket.address().port(); }

double bare_inserts(const storage::StorageUrl& url, int batch, std::chrono::milliseconds length) {
  storage::Connection db{url, storage::Access::Write};
  for (const char* table : {"bare_message", "bare_work", "bare_journal"})
    db.run(std::string{"drop table if exists "} + table);
  for (const char* sql : {kMessageTable, kWorkTable, kJournalTable}) db.run(sql);
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
    storage::insert_rows(db, kMessage, messages);
    storage::insert_rows(db, kWork, works);
    storage::insert_rows(db, kJournal, journal);
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
