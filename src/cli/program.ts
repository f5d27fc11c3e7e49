import { Command } from 'commander';
import { Redactor } from '../base/secrets.ts';
import { version } from '../base/version.ts';
import { addAskCommand } from './ask.ts';
import { addCallCommand } from './call.ts';
import { addCallsCommand } from './calls.ts';
import { addCheckCommand } from './check.ts';
import { addCompletionCommand } from './completion.ts';
import { addDemoCommand } from './demo.ts';
import { addDiffCommand } from './diff.ts';
import { addDoctorCommand } from './doctor.ts';
import { addExplainCommand } from './explain.ts';
import { addDraftCommand } from './draft.ts';
import { addExportCommand } from './export.ts';
import { addInstallCommands } from './install.ts';
import { addKeyCommand } from './key.ts';
import { addLoginCommands } from './login.ts';
import { addServeCommand } from './serve.ts';
import { addToolsCommand } from './tools.ts';

/**
 * The commands, each in a file of its own.
 *
 * @param redactor - learns the secrets that a command reads, for whoever tells of its end
 */
export function createProgram(redactor = new Redactor()): Command {
  const program = new Command('routewright')
    .description('Point it at an OpenAPI document and Claude can use the API.')
    .version(version)
    .showSuggestionAfterError(false)
    .configureHelp({ sortSubcommands: false })
    .addHelpText(
      'after',
      '\nExit codes: 0 it worked, 1 a call or check failed, 2 the command line, configuration or document is at fault.',
    );
  addServeCommand(program);
  addToolsCommand(program);
  addCallCommand(program);
  addExplainCommand(program);
  addCallsCommand(program);
  addAskCommand(program);
  addLoginCommands(program);
  addInstallCommands(program);
  addExportCommand(program);
  addCheckCommand(program);
  addDoctorCommand(program);
  addKeyCommand(program);
  addDiffCommand(program);
  addDraftCommand(program);
  addDemoCommand(program);
  addCompletionCommand(program);
  return program.hook('preAction', (_program, command) => void command.setOptionValue('redactor', redactor));
}
