// What the interfaces of HTTPS forms and of SOAP are given alike: where a job goes, and what every job may have. Include <ecall.hpp>.
#ifndef ECALL_JOB_OPTIONS_HPP
#define ECALL_JOB_OPTIONS_HPP

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <ecall/calls.hpp>
#include <ecall/jobs.hpp>

namespace ecall {

/// Where a job goes: one address or several. Each is a number in international form ("+41791234567" or "0041791234567"), or a
/// person or group of the address book.
class Addresses {
public:
    Addresses(const char *one) : list_{one} {}
    Addresses(std::string one) : list_{std::move(one)} {}
    Addresses(std::string_view one) : list_{std::string(one)} {}
    Addresses(std::vector<std::string> several) : list_(std::move(several)) {}
    Addresses(std::initializer_list<std::string_view> several) : list_(several.begin(), several.end()) {}

    const std::vector<std::string> &list() const noexcept { return list_; }

private:
    std::vector<std::string> list_;
};

/// What every job may have. Everything is optional.
struct JobOptions {
    /// The id by which the job is asked for, 1 to 50 characters, yours alone; generated unless set.
    std::optional<std::string> job_id;
    /// When to send it, ISO 8601, without a zone in Europe/Zurich; at once unless set.
    std::optional<std::string> send_date;
};

namespace detail {

/// Options of a job as the library takes them.
class JobOptionsHandle : public OptionsHandle {
protected:
    explicit JobOptionsHandle(const CallOptions &options) : OptionsHandle(options) {}

    JobOptionsHandle(const JobOptions &job, const CallOptions &options) : OptionsHandle(options) {
        set_text("job_id", ecall_call_options_set_job_id, job.job_id);
        set_text("send_date", ecall_call_options_set_send_date, job.send_date);
    }
};

/// The arguments of a send, as C takes them; `to` points into the addresses.
struct JobArguments {
    std::vector<std::string> owned;
    std::vector<const char *> to;
    std::string text;
    OptionalText from;
    OptionsHandle options;

    static JobArguments of(const Addresses &to, std::string_view text, std::optional<std::string_view> from,
                      OptionsHandle options) {
        JobArguments made{to.list(), {}, c_text("text", text, Outcome::not_accepted), OptionalText("from", from),
                     std::move(options)};
        for (const std::string &address : made.owned) {
            check_text("to", address, Outcome::not_accepted);
            made.to.push_back(address.c_str());
        }
        return made;
    }
};

using SentJobHandle = Handle<ecall_sent_job, ecall_sent_job_free>;

} // namespace detail

} // namespace ecall

#endif
