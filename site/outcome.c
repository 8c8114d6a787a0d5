#include "site/outcome.h"

#include "site/program.h"

struct outcome outcome_of(int code, bool changed)
{
    switch ((enum exit_code)code) {
    case EXIT_FINE:
        if (changed)
            return (struct outcome){"published", "published", true};
        return (struct outcome){"nothing-new", "nothing new", true};
    case EXIT_NOTHING_NEW:
        return (struct outcome){"nothing-new", "nothing new", true};
    case EXIT_KEPT_BACK:
        if (changed)
            return (struct outcome){"kept-back",
                                    "published, and a source was kept back", false};
        return (struct outcome){"kept-back", "nothing new, and a source is kept back",
                                false};
    case EXIT_LATE:
        if (changed)
            return (struct outcome){"late", "published, and a source is late", false};
        return (struct outcome){"late", "nothing new, and a source is late", false};
    case EXIT_LOCKED:
        return (struct outcome){"locked", "another run is at work", false};
    case EXIT_HELD:
        return (struct outcome){"held", "public is held by a rollback", false};
    case EXIT_NOT_ELSEWHERE:
        return (struct outcome){"not-elsewhere",
                                "published here, and not everywhere else it should be",
                                false};
    case EXIT_REFUSED:
        return (struct outcome){"refused",
                                "a source was refused; what is published stays", false};
    case EXIT_UNREACHABLE:
        return (struct outcome){"unreachable",
                                "a source was not to be had; what is published stays",
                                false};
    case EXIT_BAD_USAGE:
        return (struct outcome){"usage", "command line or configuration is off", false};
    case EXIT_SYSTEM:
        return (struct outcome){"system", "the system did not obey", false};
    case EXIT_DIFFERS:
        return (struct outcome){"differs", "not what was published", false};
    case EXIT_BUG:
        break;
    }
    return (struct outcome){"bug", "the program or its own files are broken", false};
}
